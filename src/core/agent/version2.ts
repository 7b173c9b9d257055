import { Failure } from '../failure.js';
import { text } from './opencode1/read.js';
import { isObject } from '../../shared/json.js';

/** The first version with the endpoints and events that the extension uses. */
const OLDEST = [2, 0, 6] as const;
/** The newest tested major and minor version. */
const NEWEST = [2, 0] as const;

const numbersOf = (version: string): readonly number[] =>
  /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version)?.slice(1).map(Number) ?? [];

/** Compares versions; negative if `a` is lower. Components that `b` lacks are not compared. */
const compareVersions = (a: readonly number[], b: readonly number[]): number =>
  b.map((number, index) => (a[index] ?? 0) - number).find((difference) => difference !== 0) ?? 0;

/** The version that an OpenCode 2 server reports; undefined for other JSON, and for a server of version 1. */
export function version2Of(info: unknown): string | undefined {
  const version = text(info, 'version')?.slice(0, 40);
  const isServer = isObject(info) && (Object.hasOwn(info, 'pid') || Object.hasOwn(info, 'urls'));
  return version === undefined || !isServer || numbersOf(version)[0] === 1 ? undefined : version;
}

/**
 * Checks that a version is supported; `untested`: it is newer than the tested ones.
 * @throws Failure `incompatible` if it is not supported
 */
export function checkVersion2(version: string): { readonly version: string; readonly untested?: true } {
  const numbers = numbersOf(version);
  if (numbers.length > 0 && compareVersions(numbers, OLDEST) < 0)
    throw new Failure(
      'incompatible',
      `This version of OpenCode 2 is too old. Update the server to 2.0.6 or later (${version}).`,
    );
  return numbers.length === 0 || compareVersions(numbers, NEWEST) > 0 ? { version, untested: true } : { version };
}
