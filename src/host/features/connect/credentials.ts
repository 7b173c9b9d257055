import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { Services } from '../../services/index.js';
import { addSandbox } from './add.js';
import { ask } from './input.js';

/** Address and credentials of a server, in the format of other tools. */
export interface Credentials {
  readonly url: string;
  readonly secret?: string;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

/**
 * Parses `{"apiKeys":{"opencode_server_url":…,"opencode_server_password":…}}`; throws a `Failure` that explains what is
 * wrong.
 */
export function parseCredentials(text: string): Credentials {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The cause would quote the text with the password.
    throw new Failure('rejected', vscode.l10n.t('This is not JSON.'));
  }
  const keys = field(json, 'apiKeys');
  const url = field(keys, 'opencode_server_url');
  const secret = field(keys, 'opencode_server_password');
  if (typeof url !== 'string' || url.trim() === '')
    throw new Failure('rejected', vscode.l10n.t('There is no "opencode_server_url" under "apiKeys".'));
  return { url: url.trim(), ...(typeof secret === 'string' && secret !== '' ? { secret } : {}) };
}

async function askText(): Promise<Credentials | undefined> {
  const outcome = await ask<Credentials>({
    title: vscode.l10n.t('Import Credentials'),
    prompt: vscode.l10n.t('Paste the JSON with the address and the password of the server'),
    placeholder: '{"apiKeys":{"opencode_server_url":"…","opencode_server_password":"…"}}',
    password: true,
    accept: async (text) => parseCredentials(text),
  });
  return outcome.type === 'done' ? outcome.value : undefined;
}

/** "Import Credentials": like "Add Sandbox", with address and password filled in. */
export async function importCredentials(services: Services): Promise<void> {
  const given = await askText();
  if (given === undefined) return;
  await addSandbox(services, { url: given.url, ...(given.secret === undefined ? {} : { secret: given.secret }) });
}
