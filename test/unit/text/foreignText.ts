// Every module of pure functions over text of others: what a server, a model, a repository or a page wrote.
import * as command from '../../../src/core/agent/compat/command.js';
import * as compatDecode from '../../../src/core/agent/compat/decode.js';
import * as errors from '../../../src/core/agent/errors.js';
import * as decode from '../../../src/core/agent/opencode/decode.js';
import * as probe from '../../../src/core/agent/probe.js';
import * as url from '../../../src/core/agent/url.js';
import * as content from '../../../src/core/changes/content.js';
import * as lines from '../../../src/core/changes/lines.js';
import * as merge from '../../../src/core/changes/merge.js';
import * as names from '../../../src/core/changes/names.js';
import * as patch from '../../../src/core/changes/patch.js';
import * as paths from '../../../src/core/changes/paths.js';
import * as repository from '../../../src/core/changes/repository.js';
import * as secrets from '../../../src/core/changes/secrets.js';
import * as sensitive from '../../../src/core/changes/sensitive.js';
import * as transform from '../../../src/core/changes/transform.js';
import * as deploy from '../../../src/core/deploy.js';
import * as hideSecrets from '../../../src/core/hideSecrets.js';
import * as redact from '../../../src/core/redact.js';
import * as profile from '../../../src/core/sandbox/profile.js';
import * as remote from '../../../src/core/sandbox/remote.js';
import * as secretNames from '../../../src/core/secretNames.js';
import * as context from '../../../src/core/send/context.js';
import * as template from '../../../src/core/send/template.js';
import * as chatTranscript from '../../../src/host/chat/transcript.js';
import * as filter from '../../../src/host/terminal/filter.js';
import * as trafficLines from '../../../src/host/traffic/lines.js';
import * as again from '../../../src/shared/model/again.js';
import * as format from '../../../src/shared/format.js';
import * as ids from '../../../src/shared/model/ids.js';
import * as readable from '../../../src/shared/readable.js';
import * as trim from '../../../src/shared/trim.js';
import * as blocks from '../../../src/webview/markdown/blocks.js';
import * as heavy from '../../../src/webview/markdown/heavy.js';
import * as links from '../../../src/webview/markdown/links.js';
import * as pieces from '../../../src/webview/markdown/pieces.js';
import * as sections from '../../../src/webview/markdown/sections.js';
import * as ansi from '../../../src/webview/parts/ansi.js';
import * as image from '../../../src/webview/parts/image.js';

/** The modules by name. */
export const modules: Readonly<Record<string, object>> = {
  command,
  compatDecode,
  errors,
  decode,
  probe,
  url,
  content,
  lines,
  merge,
  names,
  patch,
  paths,
  repository,
  secrets,
  sensitive,
  transform,
  deploy,
  hideSecrets,
  redact,
  profile,
  remote,
  secretNames,
  context,
  template,
  chatTranscript,
  filter,
  trafficLines,
  again,
  format,
  ids,
  readable,
  trim,
  blocks,
  heavy,
  links,
  pieces,
  sections,
  ansi,
  image,
};

const MB = 1_000_000;
const of = (unit: string): string => unit.repeat(Math.ceil(MB / unit.length)).slice(0, MB);
const UNITS = [
  ...[' ', '\t', '\n', '/', '.', '=', '`', '~', '[', '"', '*', 'a', '0'],
  ...['\u001b[', '\r\n', './', ' \n', '[a](', '`\n', '\\"', '<a ', 'a/', '👩\u200d', '--- a\n+++ b\n'],
];

/** What functions take that do not take one text. */
export const ARGUMENTS: Readonly<Record<string, (text: string) => readonly unknown[]>> = {
  collisions: (text) => [[text, text]],
  secretSigns: (text) => ['name', [text]],
  relativeTo: (text) => ['/w', text],
  absoluteIn: (text) => ['/w', text],
  pathIn: (text) => ['/w', text],
  join: (text) => ['https://box.example', text],
  matchRepositories: (text) => [
    { remotes: [text], roots: [] },
    { remotes: [text], roots: [] },
  ],
  expandCommand: (text) => [text, 'x y'],
};

/** 1 MB of each unit: alone, with something else before or after it, and where a regular expression would start to look. */
export function* texts(): Generator<readonly [name: string, text: string]> {
  for (const unit of UNITS) {
    const text = of(unit);
    yield [`${JSON.stringify(unit)} and x`, `x${text}x`];
  }
  for (const start of ['[remote "o"]\n\turl=r', 'From `', 'data:image/png;base64,', '```'])
    for (const unit of [' ', '\t'])
      yield [`${JSON.stringify(start)} and ${JSON.stringify(unit)}`, `${start}${of(unit)} x`];
}
