import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Failure } from '../../src/core/failure.js';
import { globFor } from '../../src/host/features/chat/complete.js';
import { mimeOf } from '../../src/host/features/chat/attachments.js';
import { notes } from '../../src/host/features/chat/notify.js';
import { policy } from '../../src/host/features/chat/html.js';
import { webAddress } from '../../src/host/features/chat/links.js';
import { nameFor, newId, readAddress } from '../../src/host/features/connect/add.js';
import { parseCredentials } from '../../src/host/features/connect/credentials.js';
import { parseLink } from '../../src/host/services/deepLinks.js';
import { parseEditorSessionRef, parseSessionRef } from '../../src/host/services/commandTarget.js';
import { requestText, explain, titleOf } from '../../src/host/services/labels.js';
import type { PermissionRequest } from '../../src/shared/model/entities.js';
import { requestId, sessionId } from '../../src/shared/model/ids.js';
import { emptyState } from '../../src/shared/model/state.js';

describe('a typed address', () => {
  it('is accepted with and without a scheme and keeps its path', () => {
    const good: Readonly<Record<string, string>> = {
      'https://my-app.fly.dev/opencode': 'https://my-app.fly.dev/opencode',
      'my-app.fly.dev/opencode/': 'https://my-app.fly.dev/opencode',
      'localhost:4096': 'http://localhost:4096',
      '127.0.0.1:4096/': 'http://127.0.0.1:4096',
      ' http://10.0.0.5:1/a?token=x#y ': 'http://10.0.0.5:1/a',
    };
    for (const [typed, url] of Object.entries(good)) assert.equal(readAddress(typed).url, url, typed);
  });

  it('is split from its user name and password', () => {
    assert.deepEqual(readAddress('https://ann:p%40ss@box.example/x'), {
      url: 'https://box.example/x',
      username: 'ann',
      secret: 'p@ss',
    });
  });

  it('may have a password with a percent sign', () => {
    const pairing = Buffer.from('{"username":"opencode","password":"paired"}').toString('base64url');
    assert.deepEqual(readAddress(`localhost:49374/connect#${pairing}`), {
      url: 'http://localhost:49374',
      secret: 'paired',
    });
    assert.deepEqual(readAddress('http://opencode:100%safe@127.0.0.1:4096'), {
      url: 'http://127.0.0.1:4096',
      username: 'opencode',
      secret: '100%safe',
    });
  });

  it('is refused if it is no web address', () => {
    for (const typed of ['file:///etc/passwd', 'ftp://x', 'http://', 'https://a b', 'javascript:alert(1)'])
      assert.throws(() => readAddress(typed), Failure, typed);
  });

  it('gets a suggested name and a unique ID', () => {
    assert.equal(nameFor('https://my-app.fly.dev/opencode'), 'my-app');
    assert.equal(nameFor('http://localhost:4096'), 'localhost:4096');
    assert.equal(
      newId('Мой ящик', () => false),
      'sandbox',
    );
    assert.equal(
      newId('My Box!', (id) => ['my-box', 'my-box-2'].includes(id)),
      'my-box-3',
    );
  });
});

describe('links to the extension', () => {
  it('add a sandbox or open a session', () => {
    assert.deepEqual(parseLink('/connect', 'url=https%3A%2F%2Fbox.example%2Fopencode&name=Box'), {
      type: 'connect',
      url: 'https://box.example/opencode',
      name: 'Box',
    });
    assert.deepEqual(parseLink('/session', 'sandbox=box&id=ses_1'), {
      type: 'session',
      sandboxId: 'box',
      sessionId: 'ses_1',
    });
  });

  it('h66: are refused with a secret in them, another scheme, or anything else', () => {
    const bad: readonly (readonly [string, string])[] = [
      ['/connect', 'url=https://x&password=p'],
      ['/connect', 'url=https://x&TOKEN=p'],
      ['/connect', 'url=https://a:b@x'],
      ['/connect', 'url=https%3A%2F%2Fx%2F%3Fauth_token%3Dp'],
      ['/connect', 'url=https%3A%2F%2Fx%2F%23p'],
      ['/connect', 'url=https://x&opencode_server_password=p'],
      ['/connect', 'url=https://x&access_token=p'],
      ['/connect', 'url=javascript:alert(1)'],
      ['/connect', ''],
      ['/session', 'sandbox=box&id=../x'],
      ['/session', 'sandbox=a/b&id=ses_1'],
      ['/run', 'command=x'],
    ];
    for (const [path, query] of bad) assert.equal(typeof parseLink(path, query), 'string', query);
  });
});

describe('imported credentials', () => {
  it('are read from the format of other tools', () => {
    const keys = { opencode_server_url: 'https://x/opencode', opencode_server_password: 'p' };
    assert.deepEqual(parseCredentials(JSON.stringify({ apiKeys: keys })), { url: 'https://x/opencode', secret: 'p' });
  });

  it('never repeat the text in the error', () => {
    for (const text of ['{"apiKeys": canary', '{"apiKeys":{"opencode_server_password":"canary"}}', '[]', 'null'])
      assert.throws(
        () => parseCredentials(text),
        (error) => error instanceof Failure && !`${error.message} ${String(error.cause)}`.includes('canary'),
      );
  });
});

describe('messages for the user', () => {
  it('name the sandbox and offer the one action that helps', () => {
    const remedies = {
      unreachable: 'retry',
      waking: 'retry',
      unauthorized: 'signIn',
      wrongAddress: 'edit',
      incompatible: 'edit',
      insecure: 'allowInsecure',
      rejected: 'showLog',
    } as const;
    for (const kind of Object.keys(remedies) as (keyof typeof remedies)[]) {
      const { message, remedy } = explain(new Failure(kind, 'What happened.'), 'My Box');
      assert.equal(remedy, remedies[kind]);
      assert.match(message, /^My Box: What happened\./);
    }
  });

  it('replace the placeholder title of servers', () => {
    assert.equal(titleOf('New session - 2026-11-21T00:59:50.000Z'), 'New session');
    assert.equal(titleOf('New session plan'), 'New session plan');
  });
});

describe('arguments of a command', () => {
  it('are a sandbox or session by their IDs, and nothing else', () => {
    assert.deepEqual(parseSessionRef({ sandboxId: 'a', sessionId: 'ses_1', more: 1 }), {
      sandboxId: 'a',
      sessionId: 'ses_1',
    });
    assert.deepEqual(parseSessionRef({ sandboxId: 'a' }), { sandboxId: 'a' });
    for (const arg of [7, 'a', [], {}, { sandboxId: 1 }, { preserveFocus: true, sandboxId: 1 }, vscode.Uri.file('/a')])
      assert.throws(() => parseSessionRef(arg), /neither a sandbox nor a session/);
    assert.throws(() => parseSessionRef({ sandboxId: 'a', sessionId: '../x' }), /session no longer exists/);
  });

  it('are absent from a view title, and a URI from an editor’s menu', () => {
    for (const refIn of [parseSessionRef, parseEditorSessionRef])
      for (const arg of [undefined, null, { preserveFocus: true }]) assert.equal(refIn(arg), undefined);
    assert.equal(parseEditorSessionRef(vscode.Uri.file('/a')), undefined);
    assert.deepEqual(parseEditorSessionRef({ sandboxId: 'a' }), { sandboxId: 'a' });
    assert.throws(() => parseEditorSessionRef({ groupId: 0 }), /neither a sandbox nor a session/);
  });
});

describe('the environment of the chat', () => {
  it('opens only web addresses, without a user name', () => {
    assert.equal(webAddress('https://ann:x@github.com/a')?.href, 'https://github.com/a');
    for (const href of ['command:workbench.action.quit', 'vscode://x', 'file:///etc/passwd', 'javascript:1', 'data:,x'])
      assert.equal(webAddress(href), undefined, href);
  });

  it('loads only the chat’s own script, styles and pictures', () => {
    const text = policy('https://own.example', 'N');
    assert.match(text, /^default-src 'none'; script-src 'nonce-N'; style-src https:\/\/own\.example; /);
    assert.match(text, /connect-src 'none'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'$/);
    assert.doesNotMatch(text, /unsafe|\*|https:;/);
  });

  it('finds files regardless of case', () => {
    assert.equal(globFor('aB/c'), '**/*[aA][bB]*/**/*[cC]*');
    assert.equal(globFor(''), '**/*');
  });

  it('distinguishes text from binary content', () => {
    assert.equal(mimeOf('a.unknown', new TextEncoder().encode('text ü')), 'text/plain');
    assert.equal(mimeOf('a.bin', new Uint8Array([0, 1, 2])), 'application/octet-stream');
    assert.equal(mimeOf('a.bin', new Uint8Array([0xff, 0xfe])), 'application/octet-stream');
    assert.equal(mimeOf('A.PNG', new Uint8Array()), 'image/png');
  });
});

describe('notifications', () => {
  const id = sessionId('ses_1');
  const child = sessionId('ses_2');
  const base = { title: 'T', directory: '/', created: 1, updated: 1 };
  const sessions = new Map([
    [id, { ...base, id }],
    [child, { ...base, id: child, parentId: id }],
  ]);
  const request: PermissionRequest = {
    type: 'permission',
    id: requestId('per_1'),
    sessionId: child,
    permission: 'bash',
    patterns: ['git push'],
    always: [],
    call: { kind: 'command', command: 'git push' },
  };
  const rest = { ...emptyState, sessions };

  it('count a sub-agent’s question for the session at the top, once', () => {
    const asked = { ...rest, requests: [request] };
    const [note, ...more] = notes(rest, asked);
    assert.equal(note?.type, 'waiting');
    assert.equal(note?.session.id, id);
    assert.deepEqual(more, []);
    assert.deepEqual(notes(asked, { ...asked, requests: [...asked.requests] }), []);
  });

  it('report the end of a turn, but not of a sub-agent’s', () => {
    const busy = (...ids: (typeof id)[]) => ({
      ...rest,
      status: new Map(ids.map((each) => [each, { type: 'busy' } as const])),
    });
    assert.deepEqual(
      notes(busy(id, child), busy(id)).map(({ type }) => type),
      [],
    );
    assert.deepEqual(
      notes(busy(id), rest).map(({ type }) => type),
      ['finished'],
    );
    const failed = { ...rest, failures: new Map([[id, { name: 'E', message: 'm' }]]) };
    assert.deepEqual(
      notes(busy(id), failed).map(({ type }) => type),
      ['failed'],
    );
    const stopped = { ...rest, failures: new Map([[id, { name: 'MessageAbortedError', message: 'm' }]]) };
    assert.deepEqual(notes(busy(id), stopped), [], 'who stopped it knows');
  });

  it('say what a permission asks for', () => {
    assert.equal(requestText(request), 'Run a command: git push');
  });
});
