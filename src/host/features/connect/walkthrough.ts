/** The walkthrough on VS Code's welcome page. */
export const walkthrough = {
  id: 'start',
  title: '%walkthrough.title%',
  description: '%walkthrough.description%',
  icon: 'media/icon.png',
  steps: [
    {
      id: 'connect',
      title: '%walkthrough.connect%',
      description: '%walkthrough.connect.description%',
      media: {
        image: {
          dark: 'media/walkthrough/connect-dark.png',
          light: 'media/walkthrough/connect-light.png',
          hc: 'media/walkthrough/connect-dark.png',
          hcLight: 'media/walkthrough/connect-light.png',
        },
        altText: '%walkthrough.connect.alt%',
      },
      completionEvents: ['onContext:opencodeSandbox.hasSandboxes'],
    },
    {
      id: 'ask',
      title: '%walkthrough.ask%',
      description: '%walkthrough.ask.description%',
      media: {
        image: {
          dark: 'media/walkthrough/ask-dark.png',
          light: 'media/walkthrough/ask-light.png',
          hc: 'media/walkthrough/ask-dark.png',
          hcLight: 'media/walkthrough/ask-light.png',
        },
        altText: '%walkthrough.ask.alt%',
      },
      completionEvents: [
        'onCommand:opencodeSandbox.newSession',
        'onCommand:opencodeSandbox.sendPrompt',
        'onContext:opencodeSandbox.hasSession',
      ],
    },
    {
      id: 'send',
      title: '%walkthrough.send%',
      description: '%walkthrough.send.description%',
      media: {
        image: {
          dark: 'media/walkthrough/send-dark.png',
          light: 'media/walkthrough/send-light.png',
          hc: 'media/walkthrough/send-dark.png',
          hcLight: 'media/walkthrough/send-light.png',
        },
        altText: '%walkthrough.send.alt%',
      },
      completionEvents: [
        'onCommand:opencodeSandbox.sendSelection',
        'onCommand:opencodeSandbox.sendFile',
        'onCommand:opencodeSandbox.sendFrom',
      ],
    },
    {
      id: 'changes',
      title: '%walkthrough.changes%',
      description: '%walkthrough.changes.description%',
      media: {
        image: {
          dark: 'media/walkthrough/changes-dark.png',
          light: 'media/walkthrough/changes-light.png',
          hc: 'media/walkthrough/changes-dark.png',
          hcLight: 'media/walkthrough/changes-light.png',
        },
        altText: '%walkthrough.changes.alt%',
      },
      completionEvents: ['onCommand:opencodeSandbox.reviewChanges', 'onCommand:opencodeSandbox.applyChanges'],
    },
  ],
} as const;
