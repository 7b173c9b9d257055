import type { Contributions } from '../../vscode/contributions.js';

/** Contributions of this feature. */
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
