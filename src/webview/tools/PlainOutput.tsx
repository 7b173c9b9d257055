import type { ToolPart } from '../../shared/model/entities.js';
import { Output } from './Output.js';
import { prettyJson } from './prettyJson.js';

/** The plain output of a tool. */
export const PlainOutput = ({ part }: { part: ToolPart }) => (
  <Output text={prettyJson(part.output ?? '')} part={part} />
);
