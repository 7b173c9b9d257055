import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import type { ServerKind } from '../agent/ports.js';
import { withoutEndSlashes } from '../../shared/trim.js';

/** Values of the setting for the server kind. */
export type ProfileKind = 'auto' | 'opencode' | 'opencode2' | 'sandbox-agent';

/** A sandbox as the user configured it; never holds a secret. */
export interface ConnectionProfile {
  readonly id: SandboxId;
  readonly name: string;
  readonly url: string;
  /** Server kinds to detect; `opencode` means either version. */
  readonly kind: ProfileKind;
  readonly username?: string;
  /** Working directory in the sandbox; the server's default if absent. */
  readonly directory?: string;
  /** The server was started by this window; never stored in the settings. */
  readonly local?: true;
}

/** An invalid entry of the settings, with the reason. */
export interface RejectedProfile {
  readonly index: number;
  readonly reason: string;
}

/** Entries of the settings, valid and invalid. */
export interface ParsedProfiles {
  readonly profiles: readonly ConnectionProfile[];
  readonly rejected: readonly RejectedProfile[];
}

/** The server kinds that each value of the setting allows. */
const KINDS: Readonly<Record<ProfileKind, readonly ServerKind[]>> = {
  auto: ['opencode-2', 'opencode-1', 'sandbox-agent'],
  opencode: ['opencode-2', 'opencode-1'],
  opencode2: ['opencode-2'],
  'sandbox-agent': ['sandbox-agent'],
};
export const kindsOf = ({ kind }: Pick<ConnectionProfile, 'kind'>): readonly ServerKind[] => KINDS[kind];
const isKind = (value: unknown): value is ProfileKind => typeof value === 'string' && Object.hasOwn(KINDS, value);
const text = (value: unknown, max: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max ? value.trim() : undefined;

/** Removes user info, query, fragment and trailing slashes from an address; undefined if it is not an http(s) URL. */
export function cleanUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return withoutEndSlashes(url.href);
}

/** Parses one entry of the settings; returns the reason if it is invalid. */
export function parseProfile(entry: unknown): ConnectionProfile | string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'it is not an object';
  const fields = new Map<string, unknown>(Object.entries(entry));
  const id = text(fields.get('id'), 64);
  if (id === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id))
    return 'its ID may contain only letters, digits, dots, dashes and underscores';
  const raw = text(fields.get('url'), 2000);
  const url = raw === undefined ? undefined : cleanUrl(raw);
  if (url === undefined) return 'its url is not an http or https address';
  const kind = fields.get('kind') ?? 'auto';
  if (!isKind(kind)) return 'its kind is not auto, opencode, opencode2 or sandbox-agent';
  const username = text(fields.get('username'), 200);
  const directory = text(fields.get('directory'), 1000);
  return {
    id: sandboxId(id),
    name: text(fields.get('name'), 100) ?? new URL(url).host,
    url,
    kind,
    ...(username === undefined ? {} : { username }),
    ...(directory === undefined ? {} : { directory }),
  };
}

/**
 * Parses the `opencodeSandbox.sandboxes` setting. IDs are compared without case, as in URIs; the first of two equal
 * ones wins.
 */
export function parseProfiles(setting: unknown): ParsedProfiles {
  const profiles: ConnectionProfile[] = [];
  const rejected: RejectedProfile[] = [];
  for (const [index, entry] of (Array.isArray(setting) ? setting : []).entries()) {
    const profile = parseProfile(entry);
    if (typeof profile === 'string') rejected.push({ index, reason: profile });
    else if (profiles.some((other) => other.id.toLowerCase() === profile.id.toLowerCase()))
      rejected.push({ index, reason: 'its ID is used twice' });
    else profiles.push(profile);
  }
  return { profiles, rejected };
}
