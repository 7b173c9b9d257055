// Answers that stream at full speed: the cost of rendering them, and the latency of typing in the meantime.
import { figure, spread95, type Figure } from '../report.js';
import { painted, typing, watchWork } from './measure.js';
import { begin, inTurns, LEAST, pick, type Reading, type Stack } from './stack.js';
import { finished } from './versions.js';

/** An answer: how it is called in the figures, the model's script, and the words it ends with. */
export interface Answer {
  readonly name: string;
  readonly script: string;
  readonly ending: string;
}

/** Sends a prompt in a new visible session; measures the cost of rendering the answer, and when its end was painted. */
export async function streamFigures(
  stack: Stack,
  { name, script, ending }: Answer,
): Promise<{ readonly figures: readonly Figure[]; readonly mine: readonly Reading[] }> {
  begin(`${name} that stream`);
  const { version, server } = stack;
  const { mine, peers } = await inTurns(stack, async (client, session) => {
    const [time, work] = await watchWork(client, async () => {
      const done = finished(version, server, session.id);
      await version.prompt(server, session.id, `[[${script}]]`);
      const end = await done;
      return (await painted(client.frame, client.messages, ending)) - end;
    });
    return { ...work, time };
  });
  const title = `${version.rows}stream ${name}`;
  return {
    mine,
    figures: [
      figure(`${title}: main-thread tasks`, 'ms', pick(mine, 'task'), { theirs: pick(peers, 'task'), goal: 0.7 }),
      figure(`${title}: longest task, ours`, 'ms', pick(mine, 'longest'), { goal: 50 }),
      figure(`${title}: longest task, theirs`, 'ms', pick(peers, 'longest')),
      figure(`${title}: painted after the server was done, ours`, 'ms', pick(mine, 'time'), { goal: 250 }),
      figure(`${title}: painted after the server was done, theirs`, 'ms', pick(peers, 'time')),
    ],
  };
}

/** Types from before the prompt until the end of the answer is painted. */
export async function typeFigures(stack: Stack, { name, script, ending }: Answer): Promise<readonly Figure[]> {
  begin(`${name} that stream while somebody types`);
  const { version, server } = stack;
  const { mine, peers } = await inTurns(stack, (client, session) => {
    const answered = async (): Promise<void> => {
      const done = finished(version, server, session.id);
      await version.prompt(server, session.id, `[[${script}]]`);
      await done;
      await painted(client.frame, client.messages, ending);
    };
    return typing(client, LEAST, answered);
  });
  const title = `${version.rows}type while ${name} stream: key to paint, 95 %`;
  return [
    figure(`${title}, ours`, 'ms', spread95(mine), { goal: 50 }),
    figure(`${title}, theirs`, 'ms', spread95(peers)),
  ];
}
