/** IDs are plain strings on the wire; the brand prevents mixing up their kinds. */
type Branded<Name extends string> = string & { readonly __brand: Name };

/** ID of a configured sandbox; created by the extension, stable across restarts. */
export type SandboxId = Branded<'SandboxId'>;
/** The server's ID of a session, `ses_…`. */
export type SessionId = Branded<'SessionId'>;
/** ID of a message, `msg_…`; created by the extension for the prompts it sends. */
export type MessageId = Branded<'MessageId'>;
/** ID of a part of a message, `prt_…`; created by the extension for the parts of the prompts it sends. */
export type PartId = Branded<'PartId'>;
/** The server's ID of a permission or question that waits for an answer. */
export type RequestId = Branded<'RequestId'>;

export const sandboxId = (text: string): SandboxId => text as SandboxId;
export const sessionId = (text: string): SessionId => text as SessionId;
export const messageId = (text: string): MessageId => text as MessageId;
export const partId = (text: string): PartId => text as PartId;
export const requestId = (text: string): RequestId => text as RequestId;

/** Whether a string has the form of a session ID; checked before an untrusted ID is put into a URL. */
export const isSessionId = (text: unknown): text is SessionId =>
  typeof text === 'string' && /^ses_[A-Za-z0-9_-]{1,128}$/.test(text);

/**
 * ID of a session that no server has yet, `new_<ms, base 36>_<random>`: the server creates it with its first prompt.
 * Such an ID is never put into a URL; `isSessionId` rejects it.
 */
export const isDraftSession = (id: unknown): id is SessionId =>
  typeof id === 'string' && /^new_[0-9a-z]{1,12}_[0-9A-Za-z]{14}$/.test(id);

/** The prefix of the IDs of drafts created at this time, in ms since 1970. */
export const draftPrefix = (time: number): string => `new_${Math.floor(time).toString(36)}_`;

/** Creates the ID of a draft session. */
export const draftSession = (now: number, random: () => number): SessionId =>
  sessionId(`${draftPrefix(now)}${randomTail(random)}`);

/** Creation time of a draft session, in ms since 1970. */
export const draftTime = (id: SessionId): number => Number.parseInt(id.split('_')[1] ?? '0', 36);

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const randomTail = (random: () => number): string =>
  Array.from({ length: 14 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? '0').join('');

/** Creates IDs in the server's own ascending form: 12 hex digits of time and counter, then 14 random characters. */
export function idMaker(now: () => number, random: () => number): <P extends 'msg' | 'prt'>(prefix: P) => string {
  let last = 0;
  let counter = 0;
  return (prefix) => {
    const time = now();
    counter = time === last ? counter + 1 : 0;
    last = time;
    const stamp = ((BigInt(Math.floor(time)) * 4096n + BigInt(counter % 4096)) % 2n ** 48n)
      .toString(16)
      .padStart(12, '0');
    return `${prefix}_${stamp}${randomTail(random)}`;
  };
}
