import type { Step, ToolUse } from '../../support/modelScript.js';

/** A script that calls these tools at once and then says so. */
const calls = (said: string, ...tools: readonly ToolUse[]): readonly Step[] => [{ tools }, { text: said }];
const bash = (command: string): ToolUse => ({ name: 'bash', args: { command, description: 'x' } });

/** A file that the command waits for whose output grows; Git does not see it. */
export const GROWN = '.git/grown';

const markdown = `## A plan

Look at \`src/greet.ts:2\` first, then run:

\`\`\`ts
export const answer: number = 42; // the answer
\`\`\`

| File | Why |
|---|---|
| \`README.md\` | says *hello* |

- [x] read
- [ ] write
`;

const questions = [
  {
    question: 'Which colors?',
    header: 'Colors',
    multiple: true,
    options: [
      { label: 'Red', description: 'warm' },
      { label: 'Blue', description: 'cold' },
    ],
  },
  { question: 'Which name?', header: 'Name', options: [{ label: 'Default', description: 'as it is' }] },
];

/** The model's script for each scenario; `web` is a page that it may fetch. */
export const scripts = (web: string): Readonly<Record<string, readonly Step[]>> => ({
  markdown: [{ reasoning: 'First I **think** about it.', text: markdown, chunk: 8 }],
  grow: calls(
    'Grown.',
    bash(`printf "\\033[31mred\\033[0m\\n"; echo begun; until [ -e ${GROWN} ]; do sleep 0.1; done; echo ended; exit 3`),
  ),
  long: calls('Long.', bash('seq 1 500')),
  files: [
    {
      tools: [
        { name: 'read', args: { filePath: 'src/greet.ts' } },
        { name: 'read', args: { filePath: 'src' } },
      ],
    },
    {
      tools: [
        { name: 'glob', args: { pattern: '**/*.ts' } },
        { name: 'grep', args: { pattern: 'greet' } },
      ],
    },
    { text: 'Explored.' },
  ],
  edit: [
    { tools: [{ name: 'read', args: { filePath: 'src/greet.ts' } }] },
    {
      tools: [
        { name: 'edit', args: { filePath: 'src/greet.ts', oldString: 'Hello', newString: 'Good day' } },
        { name: 'write', args: { filePath: 'notes/new.md', content: '# New\n\nA note.\n' } },
      ],
    },
    { text: 'Edited.' },
  ],
  patch: calls('Patched.', {
    name: 'apply_patch',
    args: {
      patchText:
        '*** Begin Patch\n*** Update File: README.md\n@@\n-# Sample\n+# Example\n*** Add File: added.txt\n+added\n*** End Patch',
    },
  }),
  fetch: calls('Fetched.', { name: 'webfetch', args: { url: web, format: 'text' } }),
  task: calls('Delegated.', {
    name: 'task',
    args: { description: 'Look around', prompt: '[[child]]', subagent_type: 'general' },
  }),
  child: [{ tools: [bash('echo from-the-child')] }, { text: 'almost there', hold: 'child' }],
  askChild: calls('Delegated again.', {
    name: 'task',
    args: { description: 'Ask first', prompt: '[[childAsks]]', subagent_type: 'general' },
  }),
  childAsks: calls('the child may.', bash('touch asked-by-child')),
  todo: [
    {
      tools: [
        {
          name: 'todowrite',
          args: {
            todos: [
              { content: 'Read the code', status: 'completed', priority: 'high' },
              { content: 'Write the test', status: 'in_progress', priority: 'high' },
              { content: 'Ship it', status: 'pending', priority: 'low' },
            ],
          },
        },
      ],
    },
    { text: 'Planned.', hold: 'planned' },
  ],
  skill: calls('Skilled.', { name: 'skill', args: { name: 'customize-opencode' } }),
  mcp: calls('Looked up.', { name: 'words_lookup', args: { word: 'sandbox' } }),
  invalid: calls('Never mind.', { name: 'no_such_tool', args: { a: 1 } }),
  ask: calls('Noted.', { name: 'question', args: { questions } }),
  both: calls('Both done.', bash('touch one && mkdir two')),
  touch: calls('Touched.', bash('touch three')),
  mkdir: calls('Made.', bash('mkdir four')),
  limited: [
    {
      status: 429,
      headers: { 'retry-after': '4' },
      body: { error: { message: 'rate limited' } },
      failTimes: 1,
      text: 'After all.',
    },
  ],
  refused: [{ status: 401, body: { error: { message: 'wrong key' } } }],
  __compact: [{ text: '## Goal\nKeep it short.' }],
});
