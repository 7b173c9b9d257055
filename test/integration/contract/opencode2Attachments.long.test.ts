import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { Attachment } from '../../../src/shared/model/entities.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { opencode2 as dialect } from '../../support/dialect.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { messages, rested, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const file = (name: string, bytes: number): Attachment => ({
  kind: 'content',
  name,
  mime: 'text/plain',
  data: Buffer.alloc(bytes, 'x').toString('base64'),
  size: bytes,
});

/** A PNG of one dot. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (name: string, bytes: Buffer): Attachment => ({
  kind: 'content',
  name,
  mime: 'image/png',
  data: bytes.toString('base64'),
  size: bytes.length,
});

(dialect.available() ? describe : describe.skip)('a prompt to OpenCode 2', () => {
  const at = realServer({ hello: [{ text: 'Hello.' }] }, dialect);

  it('is refused with a reason before it is sent if it is too large for its event', async () => {
    const { sandbox, proxy } = at();
    const { id } = await sandbox.newSession();
    const before = proxy.count(dialect.promptPath(id));
    await sandbox.send(id, { text: '[[hello]]', attachments: [file('a.txt', 9_000_000), file('b.txt', 9_000_000)] });
    const [refused] = await until(
      sandbox,
      'the refusal',
      (_state, { pending }) => pending[0]?.state === 'failed' && pending,
    );
    assert.match(refused?.reason ?? '', /too large.*15 MB/);
    assert.equal(proxy.count(dialect.promptPath(id)), before);
    sandbox.cancelPrompt(refused?.messageId ?? assert.fail());
  });

  const filesOf = (sandbox: Sandbox, id: SessionId) =>
    messages(sandbox, id)[0]?.parts.flatMap((part) => (part.type === 'file' ? [part] : [])) ?? [];
  const bytesOf = (url: string): Buffer => Buffer.from(url.replace(/^data:[^,]*,/, ''), 'base64');

  it('carries a picture, a file and a folder of the sandbox to the model, and shows them again in a new window', async () => {
    const { sandbox, model, open } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const inSandbox = (path: string): Attachment => ({ kind: 'sandboxFile', name: path, path, size: 0 });
    const attachments = [picture('dot.png', dot), inSandbox('src/greet.ts'), inSandbox('src')];
    await sandbox.send(id, { text: '[[hello]] with all', attachments });
    await rested(sandbox, id);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'hello')?.body);
    assert.ok(asked.includes(`data:image/png;base64,${dot.toString('base64')}`), 'the picture');
    assert.match(asked, /return `Hello, /, 'the content of the file');
    assert.match(asked, /greet\.ts\\n|greet\.ts"/, 'the entries of the folder');
    const other = await open();
    other.openTranscript(id);
    await until(other, 'the prompt', () => filesOf(other, id).length > 0);
    for (const one of [sandbox, other]) {
      const files = filesOf(one, id);
      assert.deepEqual(
        files.map(({ filename }) => filename),
        ['dot.png', 'src/greet.ts', 'src'],
      );
      assert.ok(bytesOf(files[0]?.url ?? '').equals(dot));
    }
  });

  it('carries a picture of 6 MB, of which the server shows and sends a smaller one, on the same connection', async () => {
    const { sandbox, model, proxy } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const streams = proxy.count('/api/event');
    const large = Buffer.concat([dot, Buffer.alloc(6_000_000, 7)]);
    await sandbox.send(id, { text: '[[hello]] at length', attachments: [picture('large.png', large)] });
    await rested(sandbox, id);
    const [shown] = filesOf(sandbox, id);
    assert.deepEqual([shown?.filename, shown?.mime], ['large.png', 'image/png']);
    const asked = JSON.stringify(model.requests.findLast(({ key }) => key === 'hello')?.body);
    const sent = /data:image\/png;base64,([\w+/=]+)/.exec(asked)?.[1] ?? assert.fail('the model got no picture');
    assert.ok(bytesOf(shown?.url ?? '').equals(Buffer.from(sent, 'base64')), 'what is shown is what the model got');
    assert.equal(proxy.count('/api/event'), streams, 'its event does not end the stream');
  });

  it('is refused in words if a file of the sandbox is not there', async () => {
    const { sandbox } = at();
    const { id } = await sandbox.newSession();
    const missing: Attachment = { kind: 'sandboxFile', name: 'gone.txt', path: 'gone.txt', size: 0 };
    await sandbox.send(id, { text: '[[hello]]', attachments: [missing] });
    const [refused] = await until(
      sandbox,
      'the refusal',
      (_state, { pending }) => pending[0]?.state === 'failed' && pending,
    );
    assert.match(refused?.reason ?? '', /gone\.txt/);
    assert.deepEqual(refused?.attachments, [missing], 'nothing of it is lost');
    sandbox.cancelPrompt(refused?.messageId ?? assert.fail());
  });

  it('leaves no secret in the log or in an address, whatever is requested', async () => {
    const { server, proxy } = at();
    const secret = 'canary-secret';
    await server.restart({ password: secret });
    const log: string[] = [];
    const before = proxy.requests.length;
    const sandbox = await connectTestSandbox({ url: proxy.url, secret, log });
    try {
      const { id } = await sandbox.newSession();
      sandbox.openTranscript(id);
      await sandbox.send(id, prompt('[[hello]]'));
      await rested(sandbox, id);
      const { terminals, files } = await sandbox.ready();
      await files?.list('', server.workspace);
      const terminal = await terminals?.open({ directory: server.workspace, title: 'x' });
      const connection = await terminal?.connect(0, { output() {}, closed() {} });
      connection?.close();
      await terminal?.kill();
      const encoded = Buffer.from(`opencode:${secret}`).toString('base64');
      const said = [...log, ...proxy.requests.slice(before).map(({ path }) => path)].join('\n');
      for (const word of [secret, encoded, encodeURIComponent(encoded), 'auth_token'])
        assert.equal(said.includes(word), false, word);
    } finally {
      sandbox.dispose();
    }
  });
});
