import { foldName } from './paths.js';
import { nameOfPath } from '../../shared/sandboxPath.js';

/** Why something to send looks like a secret. */
export interface SecretSign {
  readonly path: string;
  readonly why: string;
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^\.env(\.(?!example$|sample$|template$|dist$).+)?$/, 'environment file'],
  [/\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)$/, 'key file'],
  [/^id_(rsa|dsa|ecdsa|ed25519)$/, 'SSH key'],
  [/^(\.netrc|_netrc|\.pgpass|\.htpasswd|\.npmrc|\.pypirc|\.git-credentials)$/, 'credentials file'],
  [/^(credentials|secrets?)(\.(json|ya?ml|toml|ini|txt))?$/, 'credentials file'],
  [/^(service-?account|gcp-key|firebase-adminsdk).*\.json$/, 'service account key'],
  [/^(terraform\.tfstate|.*\.tfvars)$/, 'Terraform state or variables'],
];

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'private key'],
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, 'AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{50,}\b/, 'GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}\b/, 'GitLab token'],
  [/\bsk-(ant-|proj-|or-)?[A-Za-z0-9_-]{24,}\b/, 'API key'],
  [/\bxox[baprs]-[A-Za-z0-9-]{10,}\b/, 'Slack token'],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, 'Google API key'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\b/, 'signed token'],
  [
    /\b(password|passwd|secret|api[_-]?key|access[_-]?token)\b["']?\s*[:=]\s*["'][^"'\s$<{]{12,}["']/i,
    'password or key',
  ],
];

/** Patterns of secrets. */
export const secretTextSigns = (text: string): readonly string[] =>
  TEXTS.flatMap(([pattern, why]) => (pattern.test(text.slice(0, MAX_LINE)) ? [why] : []));

/** Length limit of a line that is searched, in characters: longer ones are generated, and minified files are slow to search. */
const MAX_LINE = 2_000;

/** Finds possible secrets in a file's name or in lines to send. The result never contains the secret itself. */
export function secretSigns(path: string, lines: readonly string[]): readonly SecretSign[] {
  const name = foldName(nameOfPath(path));
  const signs = new Set<string>();
  for (const [pattern, why] of NAMES) if (pattern.test(name)) signs.add(why);
  for (const line of lines) {
    if (line.length > MAX_LINE) continue;
    for (const [pattern, why] of TEXTS) if (!signs.has(why) && pattern.test(line)) signs.add(why);
  }
  return [...signs].map((why) => ({ path, why }));
}
