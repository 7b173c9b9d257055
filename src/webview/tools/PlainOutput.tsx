import type { ToolPart } from '../../shared/model/entities.js';
import { Output } from './Output.js';
import { prettyJson } from './prettyJson.js';

/** What a tool printed. */
export const PlainOutput = ({ part }: { part: ToolPart }) => (
  <Output text={prettyJson(part.output ?? '')} part={part} />
);
