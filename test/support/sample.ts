// The demo's project, and a model that answers anything about it: it reads, changes a file, runs the tests (asking first)
// and summarizes in Markdown. It needs no network and knows only these files.
import type { FreeAnswers, FreePrompt, Step } from './model.js';
import { textOf } from './modelScript.js';
import type { Files } from './repository.js';

/** A small project whose tests run with Node alone. */
export const sampleProject: Files = {
  'README.md':
    '# Greetings\n\nFriendly words for people, as a small library.\n\n```js\ngreet("Ada"); // Hello, Ada!\n```\n',
  'package.json':
    '{\n  "name": "greetings",\n  "version": "1.0.0",\n  "type": "module",\n  "scripts": { "test": "node --test" }\n}\n',
  'src/greet.js': '/** Greets someone by name. */\nexport function greet(name) {\n  return `Hello, ${name}!`;\n}\n',
  'test/greet.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { greet } from '../src/greet.js';\n\n" +
    "test('greets by name', () => assert.equal(greet('Ada'), 'Hello, Ada!'));\n",
};

/** What the agent may do in the demo: anything but running the tests, for which it asks. */
export const samplePermissions = { edit: 'allow', bash: { '*': 'allow', 'node --test*': 'ask' } } as const;

const additions = [
  { name: 'farewell', what: 'Says goodbye', text: 'Goodbye, ${name}!' },
  { name: 'welcome', what: 'Welcomes someone', text: 'Welcome, ${name}!' },
  { name: 'thank', what: 'Thanks someone', text: 'Thank you, ${name}!' },
  { name: 'congratulate', what: 'Congratulates someone', text: 'Well done, ${name}!' },
  { name: 'wishLuck', what: 'Wishes someone luck', text: 'Good luck, ${name}!' },
] as const;
type Addition = (typeof additions)[number];

/** Its test, and what the file of tests has to import for it. */
const testOf = ({ name, what, text }: Addition): string =>
  `test('${what[0]?.toLowerCase()}${what.slice(1)}', () => assert.equal(${name}('Ada'), '${text.replace('${name}', 'Ada')}'));\n`;

const codeOf = ({ name, what, text }: Addition): string =>
  `/** ${what}. */\nexport function ${name}(name) {\n  return \`${text}\`;\n}\n`;

const firstLine = (text: string): string => text.trim().split('\n')[0]?.slice(0, 80) ?? '';

/** The outputs of this turn's tools. */
const outputs = (prompt: FreePrompt): readonly string[] =>
  prompt.messages
    .slice(prompt.messages.findLastIndex((each) => each.role === 'user'))
    .filter((each) => each.role === 'tool')
    .map(textOf);

/** The first addition that the file, as it was just read, does not have. */
const nextAddition = (prompt: FreePrompt): Addition | undefined =>
  additions.find(({ name }) => !outputs(prompt)[0]?.includes(`function ${name}(`));

const todos = (done: number) => ({
  name: 'todowrite',
  args: {
    todos: ['Read the code', 'Change it', 'Run the tests'].map((content, index) => ({
      content,
      status: index < done ? 'completed' : index === done ? 'in_progress' : 'pending',
      priority: 'medium',
      id: String(index + 1),
    })),
  },
});

const read = { name: 'read', args: { filePath: 'src/greet.js' } };
const readTests = { name: 'read', args: { filePath: 'test/greet.test.js' } };
const edit = (filePath: string, oldString: string, newString: string) => ({
  name: 'edit',
  args: { filePath, oldString, newString },
});
/** What one addition changes. The test file is read by now. */
const edits = (addition: Addition) => [
  edit('src/greet.js', '/** Greets someone by name. */', `${codeOf(addition)}\n/** Greets someone by name. */`),
  edit('test/greet.test.js', "greet } from '../src/greet.js'", `${addition.name}, greet } from '../src/greet.js'`),
  edit('test/greet.test.js', "test('greets by name'", `${testOf(addition)}test('greets by name'`),
];
const greeting = /^(hi|hello|hey|thanks|thank you|good (morning|evening))\b/i;
const question =
  /\?\s*$|^(what|how|why|where|who|when|explain|describe|summari[sz]e|show|tell|analy[sz]e|which|is|are|does|can)\b/i;

/** Speed and token usage like a real model's: some thousand tokens of instructions, then the conversation. */
const paced = (step: Step, { messages }: FreePrompt): Step => {
  const words = [...messages.map(textOf), step.text ?? ''].join('').length;
  const usage = { prompt: 11_000 + Math.round(words / 4), completion: 60 + Math.round((step.text ?? '').length / 4) };
  return { chunk: 8, delay: 12, usage, ...step };
};

function explain({ step, text }: FreePrompt): Step {
  if (step === 0) {
    return {
      reasoning: 'The answer is in the code, so I read it first.',
      text: 'Let me look at the code.',
      tools: [read, { name: 'glob', args: { pattern: '**/*.js' } }],
    };
  }
  return {
    text:
      `You asked: *${firstLine(text)}*\n\nThis is a small library of **greetings**:\n\n` +
      '| File | What it holds |\n| --- | --- |\n| `src/greet.js` | the functions |\n| `test/greet.test.js` | their tests |\n\n' +
      'Each function takes a name and gives a sentence:\n\n```js\nexport function greet(name) {\n  return `Hello, ${name}!`;\n}\n```\n\n' +
      '1. Import what you need.\n2. Call it with a name.\n3. Run `node --test` when you change something.\n',
  };
}

function change(prompt: FreePrompt): Step {
  const addition = nextAddition(prompt);
  switch (prompt.step) {
    case 0:
      return {
        reasoning: 'A small change to the library. I read the code first, then add one function, then run the tests.',
        text: 'I will look at the code first.',
        tools: [read, readTests, todos(0)],
      };
    case 1:
      if (!addition)
        return { text: 'Everything that I know to add is there already. Ask me to **explain** the project instead.' };
      return {
        text: `I add \`${addition.name}\` to \`src/greet.js\`, with a test.`,
        tools: [...edits(addition), todos(2)],
      };
    case 2:
      return {
        text: 'Now the tests.',
        tools: [{ name: 'bash', args: { command: 'node --test', description: 'Run the tests' } }],
      };
    case 3:
      return { tools: [todos(3)] };
    default:
      return {
        text:
          `**Done:** ${firstLine(prompt.text)}\n\n${addition ? `\`src/greet.js\` has a new function:\n\n\`\`\`js\n${codeOf(addition)}\`\`\`\n\n` : ''}` +
          '- It has a test.\n- The tests pass.\n\nReview the changes below, or ask for the next one.\n',
      };
  }
}

/** Answers anything about the sample project. */
export const sampleAnswers: Required<FreeAnswers> = {
  title: (text) => firstLine(text.replace(/^generate a title[^\n]*\n+/i, '')).slice(0, 50) || 'New session',
  answer: (prompt) => {
    const text = prompt.text.trim();
    if (greeting.test(text))
      return paced({ text: 'Hello! Ask me to **add** something to this project, or to **explain** it.' }, prompt);
    return paced(question.test(text) ? explain(prompt) : change(prompt), prompt);
  },
};
