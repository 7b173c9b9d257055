import type { Message, Part } from './entities.js';
import type { AgentEvent } from './events.js';
import type { MessageId, PartId } from './ids.js';
import { MAX_ORPHANS, MAX_TEXT } from './limits.js';
import { isOpen, isStreamed, putPart, readPart, samePart } from './parts.js';
import type { Transcript } from './state.js';

/** Compares by creation time, oldest first. IDs only break ties, since a client's clock may be wrong. */
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

/** Removes unfinished text that a retry dropped, which an ended message cannot contain; GET returns it as `""`. */
function withoutDropped(message: Message, isDropped: (part: Part) => boolean = isOpen): Message {
  if (message.role !== 'assistant' || message.completed === undefined) return message;
  return message.parts.some(isDropped)
    ? { ...message, parts: message.parts.filter((part) => !isDropped(part)) }
    : message;
}
const isOpenAndEmpty = (part: Part): boolean => isOpen(part) && part.text === '';

/** Adds or updates a message: replaces its head, keeps its parts and adds orphaned parts. */
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

/**
 * Merges a later head. Keeps the start and the end (Sandbox Agent reports the start as the end) and the prompt it
 * answers, which OpenCode 2 reports in lists only.
 */
function mergeHead(before: Message, head: Message): Message {
  const created = Math.min(before.created, head.created);
  if (before.role !== 'assistant' || head.role !== 'assistant') return { ...head, created };
  const completed = head.completed ?? before.completed;
  const parentId = before.parentId ?? head.parentId;
  return {
    ...head,
    created,
    ...(completed === undefined ? {} : { completed }),
    ...(parentId === undefined ? {} : { parentId }),
  };
}

function insert(messages: readonly Message[], message: Message): readonly Message[] {
  let at = messages.length;
  for (let left = messages[at - 1]; left !== undefined && byTime(left, message) > 0; left = messages[at - 1]) at--;
  return at === messages.length ? [...messages, message] : messages.toSpliced(at, 0, message);
}

/** Removes a message and its parts. */
export function removeMessage(transcript: Transcript, id: MessageId): Transcript {
  const at = indexOf(transcript, id);
  const orphans = transcript.orphans.filter((part) => part.messageId !== id);
  if (at < 0 && orphans.length === transcript.orphans.length) return transcript;
  return { ...transcript, orphans, messages: at < 0 ? transcript.messages : transcript.messages.toSpliced(at, 1) };
}

/** Removes a message and all later ones. */
export function removeFrom(transcript: Transcript, id: MessageId): Transcript {
  const at = indexOf(transcript, id);
  return at < 0 ? transcript : { ...transcript, messages: transcript.messages.slice(0, at), orphans: [] };
}

/** Adds a part or updates it. */
export function upsertPart(transcript: Transcript, part: Part): Transcript {
  const at = indexOf(transcript, part.messageId);
  const message = transcript.messages[at];
  if (message === undefined) return { ...transcript, orphans: putPart(transcript.orphans, part).slice(-MAX_ORPHANS) };
  return replace(transcript, at, withParts(message, putPart(message.parts, part)));
}

/** Removes a part. */
export function removePart(transcript: Transcript, messageId: MessageId, id: PartId): Transcript {
  const at = indexOf(transcript, messageId);
  const message = transcript.messages[at];
  const orphans = transcript.orphans.filter((part) => part.id !== id);
  const rest = orphans.length === transcript.orphans.length ? transcript : { ...transcript, orphans };
  if (message === undefined || !message.parts.some((part) => part.id === id)) return rest;
  return replace(rest, at, { ...message, parts: message.parts.filter((part) => part.id !== id) });
}

/**
 * Appends text to a part. Ignored for ended text, and for text whose beginning is unknown: the event that ends it
 * contains all of it.
 */
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

/** Removes unfinished text of the running message: after a retry, the server sends it again. */
export function dropUnfinished(transcript: Transcript): Transcript {
  const at = transcript.messages.findLastIndex((message) => message.role === 'assistant');
  const message = transcript.messages[at];
  if (message === undefined || !message.parts.some(isOpen)) return transcript;
  return replace(transcript, at, { ...message, parts: message.parts.filter((part) => !isOpen(part)) });
}

type Loaded = Extract<AgentEvent, { type: 'transcript.loaded' }>;

/** Merges a loaded page into the known messages; `idle`: no turn is running in the session. */
export function loadPage(transcript: Transcript, event: Loaded, idle: boolean): Transcript {
  const known = new Map(transcript.messages.map((message) => [message.id, message]));
  const read = event.messages.map((message) => readMessage(known.get(message.id), message, event.afterGap, idle));
  const ids = new Set(read.map((message) => message.id));
  const reaches = event.messages.some((message) => known.has(message.id));
  const rest = transcript.messages.filter((message) => !ids.has(message.id) && stays(message, event, reaches));
  const messages = [...rest, ...read].toSorted(byTime);
  const orphans = transcript.orphans.filter((part) => !ids.has(part.messageId));
  const { older: _, ...base } = transcript;
  // Reloading the newest page keeps the older pages.
  const first = event.messages[0];
  const keeps = event.page === 'newest' && rest.some((message) => first !== undefined && byTime(message, first) < 0);
  const older = keeps ? transcript.older : event.older;
  return { ...base, messages, orphans, loaded: true, ...(older === undefined ? {} : { older }) };
}

/**
 * Whether to keep a known message that the page does not contain: it is outside the page's range, or newer than the
 * page. Older messages that the newest page doesn't overlap are dropped, so that the transcript has no gap; they reload
 * on scroll.
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
    // Unfinished parts of an interrupted turn or an earlier step never end: only the loaded ones are valid.
    const isAbandoned = index < step || (idle && afterGap);
    return readPart(isAbandoned ? undefined : before?.parts.find((other) => samePart(other, part)), part, afterGap);
  });
  // Sandbox Agent with a real agent returns no parts for a running message: keep those of the stream.
  const ours = running ? (before?.parts.filter((own) => !parts.some((part) => samePart(own, part))) ?? []) : [];
  const kept = afterGap && parts.length > 0 ? [] : ours;
  // The page also has the right order of messages.
  const head = before === undefined ? read : { ...mergeHead(before, read), created: read.created };
  return withoutDropped({ ...head, parts: kept.reduce(putPart, parts) }, isOpenAndEmpty);
}

/** Whether the beginning of some text is unknown and will not arrive on the stream, so that a reload is needed. */
export const hasGap = (transcript: Transcript): boolean =>
  transcript.messages.some((message) => message.parts.some((part) => isStreamed(part) && part.gap === true));
