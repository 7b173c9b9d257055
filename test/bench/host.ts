// Events of a stream through the host's own code: decode, reduce, store.
import { decodeFrame } from '../../src/core/agent/opencode1/events.js';
import { createStore } from '../../src/core/sync/store.js';
import { systemClock } from '../../src/core/ports.js';
import { figure, type Figure } from './report.js';
import { silentLogger } from '../support/silentLogger.js';

const wire = (type: string, properties: object): string => JSON.stringify({ id: 'evt_1', type, properties });

/** Frames as a busy server sends them: many sessions whose answers grow by deltas. */
function frames(count: number): readonly string[] {
  const sessions = Array.from({ length: 20 }, (_, i) => `ses_bench${i}`);
  const made: string[] = [];
  for (const sessionID of sessions) {
    const info = { id: `msg_${sessionID}`, sessionID, role: 'assistant', time: { created: 1 }, parentID: 'msg_0' };
    const part = { id: `prt_${sessionID}`, sessionID, messageID: info.id, type: 'text', text: '' };
    made.push(
      wire('session.created', {
        info: { id: sessionID, title: 'T', directory: '/w', time: { created: 1, updated: 1 } },
      }),
    );
    made.push(wire('message.updated', { info }), wire('message.part.updated', { part }));
  }
  for (let i = made.length; i < count; i++) {
    const sessionID = sessions[i % sessions.length] ?? '';
    const ids = { sessionID, messageID: `msg_${sessionID}`, partID: `prt_${sessionID}` };
    made.push(wire('message.part.delta', { ...ids, field: 'text', delta: 'word ' }));
  }
  return made;
}

function pass(list: readonly string[]): number {
  const store = createStore(systemClock, silentLogger);
  const started = performance.now();
  for (let i = 0; i < list.length; i += 160) {
    // A frame's worth at 10,000 events a second.
    const events = list.slice(i, i + 160).flatMap((data) => decodeFrame(data) ?? []);
    store.dispatch(events);
    store.flush();
  }
  const seconds = (performance.now() - started) / 1000;
  store.dispose();
  return seconds;
}

/** Events a second, and the share of one core that 10,000 events a second take. */
export function benchHost(times: number): readonly Figure[] {
  const list = frames(200_000);
  pass(list);
  const seconds = Array.from({ length: times }, () => pass(list));
  return [
    figure(
      'host: decode, reduce, store',
      'events/s',
      seconds.map((each) => list.length / each),
      { goal: 200_000, higher: true },
    ),
    figure(
      'host: share of a core at 10,000 events/s',
      '%',
      seconds.map((each) => (each / list.length) * 10_000 * 100),
      { goal: 5 },
    ),
  ];
}
