import type { Contributions } from '../../vscode/contributions.js';

/** Contributions of this feature. */
export const contributions = {
  settings: {
    costAlert: {
      section: 'chat',
      order: 5,
      schema: {
        type: 'object',
        default: { session: 0, day: 0, action: 'tell' },
        additionalProperties: false,
        properties: {
          session: { type: 'number', minimum: 0, default: 0, description: '%setting.costAlert.session%' },
          day: { type: 'number', minimum: 0, default: 0, description: '%setting.costAlert.day%' },
          action: {
            type: 'string',
            enum: ['tell', 'ask', 'stop'],
            default: 'tell',
            enumDescriptions: ['%setting.costAlert.tell%', '%setting.costAlert.ask%', '%setting.costAlert.stop%'],
          },
        },
      },
    },
  },
} as const satisfies Contributions;
