import type { Completion } from '../../shared/chat.js';
import { formatBytes } from '../../shared/format.js';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { attachments, cell, draft, frame, goToEnd, notice, order, setDraft, takeAlong } from '../state.js';
import { LARGEST, readFiles } from './files.js';
import { createHistory } from './history.js';

const earlier = (): readonly string[] =>
  order.peek().flatMap((id) => {
    const message = cell(id)?.peek();
    const text =
      message?.role === 'user'
        ? message.parts.find((part) => part.type === 'text' && part.synthetic !== true)
        : undefined;
    return text?.type === 'text' ? [text.text] : [];
  });
/** Earlier prompts, for the arrow keys. */
export const history = createHistory(earlier);
/** What is on its way to the host, so that pressing twice sends once. */
const underway = new Set<string>();
let before: Promise<void> = Promise.resolve();

/** What was chosen in the list and is still being read. */
let attaching: Promise<void> = Promise.resolve();

const tell = (error: unknown): void =>
  void (notice.value = { message: error instanceof Error ? error.message : String(error) });

/** Takes along what was chosen in the list; a prompt that is sent meanwhile waits for it. */
export function attach({ kind, value }: Completion): void {
  const read = attaching.then(() => host.request('attach', { kind, value }));
  attaching = read.then(({ attachment, refused }) => {
    if (refused !== undefined) notice.value = { message: refused };
    if (attachment !== undefined) takeAlong([attachment]);
  }, tell);
}

async function deliver(text: string): Promise<void> {
  await attaching;
  const along = attachments.peek();
  const command = /^\/([\w.:-]+)(?:\s+([\s\S]*))?$/.exec(text);
  const known = frame.peek()?.catalog.commands.some((one) => one.name === command?.[1]) === true;
  if (command !== null && known) await host.request('command', { name: command[1] ?? '', args: command[2] ?? '' });
  else await host.request('send', { text, attachments: along });
  if (draft.peek() === text) setDraft('');
  attachments.value = attachments.peek().filter((one) => !along.includes(one));
  history.reset();
  notice.value = undefined;
  goToEnd();
}

/** Sends what is written, after what was sent before; it stays in the input until the host has it. */
export async function send(): Promise<void> {
  const text = draft.peek();
  if (underway.has(text) || (text.trim() === '' && attachments.peek().length === 0)) return;
  underway.add(text);
  before = before.then(() => deliver(text)).catch(tell);
  await before;
  underway.delete(text);
}

/** Takes dropped or pasted files along; what is too large is said. */
export async function take(files: readonly File[]): Promise<void> {
  const { attachments: taken, refused } = await readFiles(files);
  takeAlong(taken);
  if (refused.length > 0)
    notice.value = {
      message: t('{0} is larger than {1} and was not attached.', refused.join(', '), formatBytes(LARGEST)),
    };
}
