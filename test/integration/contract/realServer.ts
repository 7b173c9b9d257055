// A sandbox on a real OpenCode server, through a proxy that can cut it off.
import { fail } from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { DIALECTS, type Dialect } from '../../support/dialect.js';
import { connectBox } from '../../support/testSandbox.js';
import { startModel, type Model, type Scripts } from '../../support/model.js';
import type { Opencode } from '../../support/opencode.js';
import { startProxy, type Proxy } from '../../support/proxy.js';

/** A prompt of words alone. */
export const prompt = (text: string) => ({ text, attachments: [] });

/** The fixture of a suite. */
export interface RealServer {
  readonly model: Model;
  readonly server: Opencode;
  readonly proxy: Proxy;
  /** The sandbox at the proxy. */
  readonly box: Sandbox;
  /** Connects another sandbox, which is disposed at the end of the suite. */
  open(url?: string): Promise<Sandbox>;
  /** Disposes a sandbox at the end of the suite. */
  track(made: Sandbox): void;
  /** Starts a session with this prompt. */
  begin(text: string): Promise<SessionId>;
}

/**
 * Starts everything before the tests of this suite and disposes it after them. The agent asks before it edits, and before git and ls.
 */
export function realServer(
  scripts: Scripts,
  dialect: Dialect = DIALECTS[0] ?? fail(),
  config: object = dialect.asking('git ', 'ls'),
): () => RealServer {
  let model: Model;
  let server: Opencode;
  let proxy: Proxy;
  let box: Sandbox;
  const boxes: Sandbox[] = [];
  const track = (made: Sandbox): void => void boxes.push(made);
  const open = async (url = proxy.url): Promise<Sandbox> => {
    const made = await connectBox({ url, secret: 'pw' });
    track(made);
    return made;
  };
  const begin = async (text: string): Promise<SessionId> => {
    const { id } = await box.newSession();
    box.openTranscript(id);
    await box.send(id, prompt(text));
    return id;
  };

  before(async () => {
    model = await startModel({ scripts });
    server = await dialect.start({ model, config });
    proxy = await startProxy({ target: server.url, prefix: '/opencode' });
    box = await open();
  });
  after(async () => {
    for (const made of boxes) made.dispose();
    await proxy.close();
    await server.dispose();
    await model.close();
  });
  afterEach(() => proxy.pass());
  return () => ({ model, server, proxy, box, open, track, begin });
}
