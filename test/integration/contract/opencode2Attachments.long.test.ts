import assert from 'node:assert/strict';
import type { Attachment } from '../../../src/shared/model/entities.js';
import { opencode2 as dialect } from '../../support/dialect.js';
import { connectBox } from '../../support/testSandbox.js';
import { rested, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

const file = (name: string, bytes: number): Attachment => ({
  kind: 'content',
  name,
  mime: 'text/plain',
  data: Buffer.alloc(bytes, 'x').toString('base64'),
  size: bytes,
});

(dialect.available() ? describe : describe.skip)('a prompt to OpenCode 2', () => {
  const at = realServer({ hello: [{ text: 'Hello.' }] }, dialect);

  it('is refused with a reason before it is sent if it is too large for its event', async () => {
    const { box, proxy } = at();
    const { id } = await box.newSession();
    const before = proxy.count(dialect.promptPath(id));
    await box.send(id, { text: '[[hello]]', attachments: [file('a.txt', 9_000_000), file('b.txt', 9_000_000)] });
    const [refused] = await until(
      box,
      'the refusal',
      (_state, { pending }) => pending[0]?.state === 'failed' && pending,
    );
    assert.match(refused?.reason ?? '', /too large.*15 MB/);
    assert.equal(proxy.count(dialect.promptPath(id)), before);
    box.cancelPrompt(refused?.messageId ?? assert.fail());
  });

  it('leaves no secret in the log or in an address, whatever is requested', async () => {
    const { server, proxy } = at();
    const secret = 'canary-secret';
    await server.restart({ password: secret });
    const log: string[] = [];
    const before = proxy.requests.length;
    const box = await connectBox({ url: proxy.url, secret, log });
    try {
      const { id } = await box.newSession();
      box.openTranscript(id);
      await box.send(id, prompt('[[hello]]'));
      await rested(box, id);
      const { terminals, files } = await box.ready();
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
      box.dispose();
    }
  });
});
