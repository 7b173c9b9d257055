import type { Message, Part } from './entities.js';
import type { AgentEvent } from './events.js';
import type { MessageId, PartId } from './ids.js';
import { MAX_ORPHANS, MAX_TEXT } from './limits.js';
import { isOpen, isStreamed, putPart, readPart, samePart } from './parts.js';
import type { Transcript } from './state.js';

/** Oldest first; ids break ties only, since a client's clock may be off. */
export const byTime = (a: Message, b: Message): number =>
  a.created - b.created || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const indexOf = (transcript: Transcript, id: MessageId): number =>
  transcript.messages.findLastIndex((message) => message.id === id);

function replace(transcript: Transcript, at: number, message: Message): Transcript {
  return message === transcript.messages[at]
    ? transcript
    : { ...transcript, messages: transcript.messages.with(at, message) };
}

const withParts = (message: Message, parts: readonly Part[]): Message =>
  parts === message.parts ? message : { ...message, parts };

/** Without text that was begun and that a retry dropped, which an ended message cannot hold; a reading has it as `""`. */
function withoutDropped(message: Message, isDropped: (part: Part) => boolean = isOpen): Message {
  if (message.role !== 'assistant' || message.completed === undefined) return message;
  return message.parts.some(isDropped)
    ? { ...message, parts: message.parts.filter((part) => !isDropped(part)) }
    : message;
}
const isOpenAndEmpty = (part: Part): boolean => isOpen(part) && part.text === '';

/** A message began or changed: its head is new, its parts stay, and parts that came early are taken in. */
export function upsertMessage(transcript: Transcript, head: Message): Transcript {
  const at = indexOf(transcript, head.id);
  const before = transcript.messages[at];
  if (before !== undefined)
    return replace(transcript, at, withoutDropped({ ...mergeHead(before, head), parts: before.parts }));
  const early = transcript.orphans.filter((part) => part.messageId === head.id);
  const parts = [...head.parts, ...early].reduce<readonly Part[]>(putPart, []);
  const orphans = early.length === 0 ? transcript.orphans : transcript.orphans.filter((part) => !early.includes(part));
  return { ...transcript, orphans, messages: insert(transcript.messages, { ...head, parts }) };
}

/** A later head; when it began and that it ended are not taken back (Sandbox Agent dates the end as the beginning). */
function mergeHead(before: Message, head: Message): Message {
  const created = Math.min(before.created, head.created);
  if (before.role !== 'assistant' || head.role !== 'assistant') return { ...head, created };
  const completed = head.completed ?? before.completed;
  return { ...head, created, ...(completed === undefined ? {} : { completed }) };
}

function insert(messages: readonly Message[], message: Message): readonly Message[] {
  let at = messages.length;
  for (let left = messages[at - 1]; left !== undefined && byTime(left, message) > 0; left = messages[at - 1]) at--;
  return at === messages.length ? [...messages, message] : messages.toSpliced(at, 0, message);
}

/** A message and its parts are gone. */
export function removeMessage(transcript: Transcript, id: MessageId): Transcript {
  const at = indexOf(transcript, id);
  const orphans = transcript.orphans.filter((part) => part.messageId !== id);
  if (at < 0 && orphans.length === transcript.orphans.length) return transcript;
  return { ...transcript, orphans, messages: at < 0 ? transcript.messages : transcript.messages.toSpliced(at, 1) };
}

/** A part as it is now. */
export function upsertPart(transcript: Transcript, part: Part): Transcript {
  const at = indexOf(transcript, part.messageId);
  const message = transcript.messages[at];
  if (message === undefined) return { ...transcript, orphans: putPart(transcript.orphans, part).slice(-MAX_ORPHANS) };
  return replace(transcript, at, withParts(message, putPart(message.parts, part)));
}

/** A part is gone. */
export function removePart(transcript: Transcript, messageId: MessageId, id: PartId): Transcript {
  const at = indexOf(transcript, messageId);
  const message = transcript.messages[at];
  const orphans = transcript.orphans.filter((part) => part.id !== id);
  const rest = orphans.length === transcript.orphans.length ? transcript : { ...transcript, orphans };
  if (message === undefined || !message.parts.some((part) => part.id === id)) return rest;
  return replace(rest, at, { ...message, parts: message.parts.filter((part) => part.id !== id) });
}

/** More text. Ended text takes none, and neither does text whose beginning is unknown: its end tells the whole. */
export function appendDelta(transcript: Transcript, delta: Extract<AgentEvent, { type: 'part.delta' }>): Transcript {
  const at = indexOf(transcript, delta.messageId);
  const message = transcript.messages[at];
  if (message === undefined) return transcript;
  const index = message.parts.findLastIndex((part) => part.id === delta.partId);
  const part = message.parts[index];
  if (part === undefined || !isStreamed(part) || part.gap === true || part.end !== undefined) return transcript;
  const left = MAX_TEXT - part.text.length;
  if (left <= 0) return transcript;
  const parts = message.parts.with(index, { ...part, text: part.text + delta.delta.slice(0, left) });
  return replace(transcript, at, { ...message, parts });
}

/** The running message is asked for again: what was begun and not ended will be said again. */
export function dropUnfinished(transcript: Transcript): Transcript {
  const at = transcript.messages.findLastIndex((message) => message.role === 'assistant');
  const message = transcript.messages[at];
  if (message === undefined || !message.parts.some(isOpen)) return transcript;
  return replace(transcript, at, { ...message, parts: message.parts.filter((part) => !isOpen(part)) });
}

type Loaded = Extract<AgentEvent, { type: 'transcript.loaded' }>;

/** Puts a page that was read into what is known; `idle`: nothing is being written in the session. */
export function loadPage(transcript: Transcript, event: Loaded, idle: boolean): Transcript {
  const known = new Map(transcript.messages.map((message) => [message.id, message]));
  const read = event.messages.map((message) => readMessage(known.get(message.id), message, event.afterGap, idle));
  const ids = new Set(read.map((message) => message.id));
  const reaches = event.messages.some((message) => known.has(message.id));
  const rest = transcript.messages.filter((message) => !ids.has(message.id) && stays(message, event, reaches));
  const messages = [...rest, ...read].toSorted(byTime);
  const orphans = transcript.orphans.filter((part) => !ids.has(part.messageId));
  const { older: _, ...base } = transcript;
  // A newest page read again does not forget that older pages are already here.
  const first = event.messages[0];
  const keeps = event.page === 'newest' && rest.some((message) => first !== undefined && byTime(message, first) < 0);
  const older = keeps ? transcript.older : event.older;
  return { ...base, messages, orphans, loaded: true, ...(older === undefined ? {} : { older }) };
}

/**
 * Whether a known message outlives a page that does not have it: outside the page's reach, or newer than the reading. What
 * lies before a newest page that does not reach it would be followed by a hole: it is read again when it is come to.
 */
function stays(message: Message, event: Loaded, reaches: boolean): boolean {
  const first = event.messages[0];
  const last = event.messages.at(-1);
  if (event.page === 'older') return true;
  if (first === undefined || last === undefined) return !event.afterGap;
  if (byTime(message, first) < 0) return event.older !== undefined && reaches;
  return !event.afterGap && byTime(message, last) > 0;
}

function readMessage(before: Message | undefined, read: Message, afterGap: boolean, idle: boolean): Message {
  const running = read.role === 'assistant' && read.completed === undefined;
  const step = read.parts.findLastIndex((part) => part.type === 'step-start');
  const parts = read.parts.map((part, index) => {
    if (!running) return part;
    // What an interrupted turn or a step before the last left unended will never be ended: nothing beyond the reading is true.
    const isAbandoned = index < step || (idle && afterGap);
    return readPart(isAbandoned ? undefined : before?.parts.find((other) => samePart(other, part)), part, afterGap);
  });
  // Sandbox Agent with a real agent answers no parts for a running message: what came by the stream stays.
  const ours = running ? (before?.parts.filter((own) => !parts.some((part) => samePart(own, part))) ?? []) : [];
  const kept = afterGap && parts.length > 0 ? [] : ours;
  // The reading also knows the order of messages best.
  const head = before === undefined ? read : { ...mergeHead(before, read), created: read.created };
  return withoutDropped({ ...head, parts: kept.reduce(putPart, parts) }, isOpenAndEmpty);
}

/** Some text's beginning is unknown and will not be told by the stream: read again. */
export const hasGap = (transcript: Transcript): boolean =>
  transcript.messages.some((message) => message.parts.some((part) => isStreamed(part) && part.gap === true));
