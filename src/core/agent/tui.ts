import type { AgentServer, ServerIdentity, TuiPort } from './ports.js';

// `=` keeps a directory that the server names from being read as an option.
const versions: Readonly<Record<1 | 2, (url: string) => TuiPort>> = {
  1: (url) => ({
    version: 1,
    needsSession: false,
    arguments: (directory, session) => [
      'attach',
      url,
      `--dir=${directory}`,
      ...(session === undefined ? [] : [`--session=${session}`]),
    ],
    environment: ({ secret, username }) => ({
      OPENCODE_SERVER_PASSWORD: secret,
      ...(username === undefined ? {} : { OPENCODE_SERVER_USERNAME: username }),
    }),
  }),
  2: (url) => ({
    version: 2,
    needsSession: true,
    arguments: (_directory, session) => [`--server=${url}`, ...(session === undefined ? [] : [`--session=${session}`])],
    environment: ({ secret }) => ({ OPENCODE_PASSWORD: secret }),
  }),
};

/** The member `tui` of an OpenCode server, if its terminal UI can authenticate; it cannot send a token. */
export const tui = ({ auth, baseUrl }: ServerIdentity, version: 1 | 2): Pick<AgentServer, 'tui'> =>
  auth === 'bearer' ? {} : { tui: versions[version](baseUrl) };
