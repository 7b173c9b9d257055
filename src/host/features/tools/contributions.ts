import type { Contributions } from '../../vscode/contributions.js';
import { ENABLED } from '../../vscode/whenClauses.js';

/** Contributions of this feature. */
export const contributions = {
  points: {
    languageModelTools: [
      {
        name: 'opencodeCreateSession',
        toolReferenceName: 'sandboxCreateSession',
        displayName: '%tool.opencodeCreateSession%',
        userDescription: '%tool.opencodeCreateSession.description%',
        modelDescription:
          'Creates a new, empty session of the coding agent in a remote sandbox and returns it as {"session":{"id",…}}. Send it prompts with opencodeSendPrompt.',
        canBeReferencedInPrompt: true,
        icon: '$(add)',
        tags: ['opencode', 'sandbox'],
        when: ENABLED,
        inputSchema: {
          type: 'object',
          properties: {
            sandbox: { type: 'string', description: 'Name of the sandbox; without it the default sandbox is used.' },
          },
        },
      },
      {
        name: 'opencodeSendPrompt',
        toolReferenceName: 'sandboxSendPrompt',
        displayName: '%tool.opencodeSendPrompt%',
        userDescription: '%tool.opencodeSendPrompt.description%',
        modelDescription:
          'Sends a prompt to a session of the coding agent in a remote sandbox. Returns {"success":true,"result":""} as soon as the sandbox has it; the agent works on. Read the answer with opencodeGetMessages, again and again until the last assistant message has info.time.completed.',
        canBeReferencedInPrompt: true,
        icon: '$(send)',
        tags: ['opencode', 'sandbox'],
        when: ENABLED,
        inputSchema: {
          type: 'object',
          properties: {
            sessionId: {
              type: 'string',
              description: 'Id of the session, such as ses_1a2b3c.',
              pattern: '^ses_[A-Za-z0-9_-]+$',
            },
            prompt: { type: 'string', description: 'What the agent should do.' },
            sandbox: { type: 'string', description: 'Name of the sandbox; without it the default sandbox is used.' },
          },
          required: ['sessionId', 'prompt'],
        },
      },
      {
        name: 'opencodeGetMessages',
        toolReferenceName: 'sandboxGetMessages',
        displayName: '%tool.opencodeGetMessages%',
        userDescription: '%tool.opencodeGetMessages.description%',
        modelDescription:
          'Reads all messages of a session in a remote sandbox as {"messages":[{"info":{"id","role","time",…},"parts":[…]}]}, oldest first.',
        canBeReferencedInPrompt: true,
        icon: '$(comment-discussion)',
        tags: ['opencode', 'sandbox'],
        when: ENABLED,
        inputSchema: {
          type: 'object',
          properties: {
            sessionId: {
              type: 'string',
              description: 'Id of the session, such as ses_1a2b3c.',
              pattern: '^ses_[A-Za-z0-9_-]+$',
            },
            sandbox: { type: 'string', description: 'Name of the sandbox; without it the default sandbox is used.' },
          },
          required: ['sessionId'],
        },
      },
      {
        name: 'opencodeGetSession',
        toolReferenceName: 'sandboxGetSession',
        displayName: '%tool.opencodeGetSession%',
        userDescription: '%tool.opencodeGetSession.description%',
        modelDescription:
          'Reads a session of a remote sandbox: title, directory, times and how much it changed, as {"session":{…}}.',
        canBeReferencedInPrompt: true,
        icon: '$(info)',
        tags: ['opencode', 'sandbox'],
        when: ENABLED,
        inputSchema: {
          type: 'object',
          properties: {
            sessionId: {
              type: 'string',
              description: 'Id of the session, such as ses_1a2b3c.',
              pattern: '^ses_[A-Za-z0-9_-]+$',
            },
            sandbox: { type: 'string', description: 'Name of the sandbox; without it the default sandbox is used.' },
          },
          required: ['sessionId'],
        },
      },
      {
        name: 'opencodeListSessions',
        toolReferenceName: 'sandboxListSessions',
        displayName: '%tool.opencodeListSessions%',
        userDescription: '%tool.opencodeListSessions.description%',
        modelDescription:
          'Lists the sessions of a remote sandbox as {"sessions":[{"id","title","time":{"created"}}…]}.',
        canBeReferencedInPrompt: true,
        icon: '$(list-unordered)',
        tags: ['opencode', 'sandbox'],
        when: ENABLED,
        inputSchema: {
          type: 'object',
          properties: {
            sandbox: { type: 'string', description: 'Name of the sandbox; without it the default sandbox is used.' },
          },
        },
      },
    ],
  },
} as const satisfies Contributions;
