import type { Contributions } from '../../vscode/contributions.js';

/** What this feature adds to the workbench. */
export const contributions = {
  points: {
    chatParticipants: [
      {
        id: 'opencode-sandbox.sandbox',
        name: 'sandbox',
        fullName: 'OpenCode Sandbox',
        description: '%participant.description%',
        isSticky: true,
      },
    ],
  },
} as const satisfies Contributions;
