import type { AgentServer } from '../ports.js';
import { agent, command, defaultModel, models } from './entities/catalog.js';
import { activityFrom, snapshotFrom } from './entities/snapshot.js';
import { compact, defined, field, list, text } from './read.js';
import { dataOf, opt, type Caller } from './client.js';
import { SESSIONS } from './sessions.js';

type SnapshotCalls = Pick<AgentServer, 'health' | 'snapshot' | 'activity' | 'catalog'>;

/** What is read at each connect. */
export const snapshotCalls = ({ client, at }: Caller): SnapshotCalls => ({
  async health(signal) {
    return { version: text(await dataOf(client.global.health(opt(signal))), 'version') ?? '' };
  },
  async snapshot(signal) {
    const [sessions, statuses, permissions, questions, path] = await Promise.all([
      dataOf(client.session.list({ ...at, limit: SESSIONS } as never, opt(signal))),
      dataOf(client.session.status(at, opt(signal))),
      dataOf(client.permission.list(at, opt(signal))),
      dataOf(client.question.list(at, opt(signal))),
      dataOf(client.path.get(at, opt(signal))),
    ]);
    return snapshotFrom({ sessions, statuses, permissions, questions, path });
  },
  async activity(signal) {
    const [statuses, permissions, questions] = await Promise.all([
      dataOf(client.session.status(at, opt(signal))),
      dataOf(client.permission.list(at, opt(signal))),
      dataOf(client.question.list(at, opt(signal))),
    ]);
    return activityFrom({ statuses, permissions, questions });
  },
  async catalog(signal) {
    const [providers, agents, commands, config] = await Promise.all([
      dataOf(client.config.providers(at, opt(signal))),
      dataOf(client.app.agents(at, opt(signal))),
      dataOf(client.command.list(at, opt(signal))),
      dataOf(client.config.get(at, opt(signal))),
    ]);
    const known = models(providers);
    return defined({
      models: known,
      defaultModel: defaultModel(text(config, 'model'), field(providers, 'default')),
      agents: compact(list(agents), agent),
      commands: compact(list(commands), command),
    });
  },
});
