import { readable } from '../../format.js';
import type { Card, CardProps } from '../card.js';
import { Output } from '../Output.js';

const Command = ({ call, part }: CardProps<'command'>) => (
  <pre class="command" tabIndex={0}>
    {readable(call.command || (part.title ?? ''))}
  </pre>
);

/** The command and its output. */
export const command: Card<'command'> = {
  content: ({ call, part }) => (
    <>
      <Command call={call} part={part} />
      <Output text={part.output ?? ''} part={part} />
    </>
  ),
  failed: Command,
  isGrowing: ({ part: { output = '' } }) => output !== '',
};
