// Responses of the model shared by several suites.
import type { Step } from './modelScript.js';

const color = {
  question: 'Which color?',
  header: 'Color',
  options: [
    { label: 'Red', description: 'warm' },
    { label: 'Blue', description: 'cold' },
  ],
};

/** Asks for a color, and says this once it has an answer. */
export const asksColor = (said: string): readonly Step[] => [
  { tools: [{ name: 'question', args: { questions: [color] } }] },
  { text: said },
];

/** Writes this into made.txt, and says so. */
export const writesFile = (content = 'made\n', pathArgument = 'filePath'): readonly Step[] => [
  { tools: [{ name: 'write', args: { [pathArgument]: 'made.txt', content } }] },
  { text: 'Written.' },
];
