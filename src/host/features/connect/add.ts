import * as vscode from 'vscode';
import { trimEnd, trimStart } from '../../../shared/trim.js';
import type { ServerIdentity } from '../../../core/agent/ports.js';
import { checkUrl, decodePercent, readPairingLink, requiresConsent } from '../../../core/agent/connect.js';
import { Failure, toFailure } from '../../../core/failure.js';
import type { ConnectionProfile } from '../../../core/sandbox/profile.js';
import { sandboxId } from '../../../shared/model/ids.js';
import type { Services } from '../../services/index.js';
import { identityText, sentence } from '../../services/labels.js';
import { addressOf } from '../../../core/sandbox/storedSecret.js';
import { ask, type Outcome } from './input.js';
import { testConnection } from './testConnection.js';
import { showWarning } from '../../vscode/notifications.js';

/** A sandbox before it is saved. */
export interface Draft {
  readonly url: string;
  readonly username?: string;
  readonly name?: string;
  /** Typed or imported; kept in memory until it is stored in SecretStorage. */
  readonly secret?: string;
  /** The user has just allowed plain http for this address. */
  readonly consented: boolean;
}

/** A draft that connected successfully. */
export interface Tested extends Draft {
  readonly identity: ServerIdentity;
}

/** An error whose message is shown under the input. */
const shown = (error: unknown): Error => new Error(sentence(toFailure(error)));

/** Parses a typed address or pairing link: adds a missing scheme, and splits off user name and password. */
export function readAddress(text: string): { url: string; username?: string; secret?: string } {
  const typed = text.trim();
  const local = /^(localhost|127\.|\[::1\])/i.test(typed);
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${local ? 'http' : 'https'}://${typed}`;
  const pairing = readPairingLink(full);
  if (pairing !== undefined) return { url: checkUrl(pairing.url), secret: pairing.password };
  if (!URL.canParse(full)) return { url: checkUrl(full) };
  const url = new URL(full);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  return {
    url: checkUrl(url.href),
    ...(username === '' ? {} : { username: decodePercent(username) }),
    ...(password === '' ? {} : { secret: decodePercent(password) }),
  };
}

/** Suggests a name for an address: the app's name at known hosting services, otherwise the host. */
export function nameFor(url: string): string {
  const { hostname, host } = new URL(url);
  const app = /^([a-z0-9-]+)\.(fly\.dev|onrender\.com|railway\.app|herokuapp\.com)$/i.exec(hostname)?.[1];
  return app ?? host;
}

/** Asks whether a password may be sent unencrypted to this address. */
export async function consent(url: string): Promise<boolean> {
  const allow = vscode.l10n.t('Allow http');
  const { host } = new URL(url);
  const detail = vscode.l10n.t(
    'The address uses plain http. Anyone on the network path can read the password and everything you and the agent write. Use https if you can.',
  );
  // The first button has the focus: Enter, still held down from the address, must not allow it.
  const other = vscode.l10n.t('Use Another Address');
  const question = vscode.l10n.t('Connect to {0} without encryption?', host);
  const chosen = await showWarning(question, { modal: true, detail }, other, allow);
  return chosen === allow;
}

/** Merges typed values into a draft; drops a secret that was entered for another server. */
function merged(draft: Partial<Draft>, typed: ReturnType<typeof readAddress>): Draft {
  const { secret, ...rest } = draft;
  const keeps = secret !== undefined && draft.url !== undefined && sameAddress(draft.url, typed.url);
  return { consented: false, ...rest, ...(keeps ? { secret } : {}), ...typed };
}

interface FoundAddress extends Draft {
  readonly identity?: ServerIdentity;
}

/** The first step: asks for the address and tries it without a secret. */
function askAddress(services: Services, draft: Partial<Draft>, title: string): Promise<Outcome<FoundAddress>> {
  return ask<FoundAddress>({
    title,
    prompt: vscode.l10n.t('Address of an OpenCode server or a Sandbox Agent, with its path'),
    placeholder: 'https://my-app.fly.dev/opencode',
    value: draft.url ?? '',
    validate: (text) =>
      text.trim() === '' ? vscode.l10n.t('Enter an address, such as https://my-app.fly.dev/opencode.') : undefined,
    async accept(text, signal, say) {
      try {
        const read = merged(draft, readAddress(text));
        const { url, username, secret } = read;
        const open = !requiresConsent(url) || services.settings.allowsInsecure(url);
        if (!open && !(await consent(url)))
          throw new Failure('insecure', 'This address uses plain http, so the password would be sent unencrypted.');
        const found: Draft = { ...read, consented: !open };
        say(vscode.l10n.t('Looking for a sandbox at {0}…', new URL(url).host));
        const attempt = {
          url,
          insecureAllowed: true,
          ...(username === undefined ? {} : { username }),
          ...(secret === undefined ? {} : { secret }),
        };
        return await testConnection(services, attempt, signal, say).then(
          (identity) => ({ ...found, identity }),
          (error: unknown) => {
            if (toFailure(error).kind === 'unauthorized') return found;
            throw error;
          },
        );
      } catch (error) {
        throw shown(error);
      }
    },
  });
}

/** Asks for a password or token until one is accepted. */
export function askSecret(services: Services, draft: Draft, title: string, back: boolean): Promise<Outcome<Tested>> {
  return ask<Tested>({
    title,
    prompt: vscode.l10n.t(
      "Password or token for {0}. Stored only in VS Code's secret storage.",
      draft.name ?? new URL(draft.url).host,
    ),
    password: true,
    back,
    validate: (text) => (text === '' ? vscode.l10n.t('Enter the password or token.') : undefined),
    async accept(secret, signal, say) {
      try {
        const { url, username } = draft;
        const attempt = { url, secret, insecureAllowed: true, ...(username === undefined ? {} : { username }) };
        return { ...draft, secret, identity: await testConnection(services, attempt, signal, say) };
      } catch (error) {
        throw shown(error);
      }
    },
  });
}

function askName(tested: Tested, title: string): Promise<Outcome<string>> {
  return ask<string>({
    title,
    prompt: vscode.l10n.t('{0}. Choose a name for this sandbox.', identityText(tested.identity)),
    value: tested.name ?? nameFor(tested.url),
    back: true,
    validate: (text) =>
      text.trim() === ''
        ? vscode.l10n.t('Enter a name.')
        : text.length > 100
          ? vscode.l10n.t('The name is too long.')
          : undefined,
    accept: async (text) => text.trim(),
  });
}

/** Asks for address and secret until the connection succeeds; saves nothing. Undefined if canceled. */
export async function askConnection(
  services: Services,
  draft: Partial<Draft>,
  title: string,
): Promise<Tested | undefined> {
  for (let start = draft; ;) {
    const address = await askAddress(services, start, title);
    if (address.type !== 'done') return undefined;
    const { identity, ...found } = address.value;
    if (identity !== undefined) return { ...found, identity };
    const secret = await askSecret(services, found, title, true);
    if (secret.type === 'done') return secret.value;
    if (secret.type === 'canceled') return undefined;
    start = found;
  }
}

/** A unique ID from the name. */
export function newId(name: string, taken: (id: string) => boolean): string {
  const base =
    trimEnd(trimStart(name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), '-'), '-').slice(0, 40) || 'sandbox';
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken(id)) return id;
  }
}

const sameAddress = (a: string, b: string): boolean =>
  URL.canParse(a) && URL.canParse(b) && addressOf(a) === addressOf(b);

/** Saves a tested sandbox: first the secret, which is removed again if the settings cannot be written. */
export async function saveTested(
  services: Services,
  tested: Tested,
  name: string,
  before?: ConnectionProfile,
): Promise<ConnectionProfile> {
  const { settings, secrets, sandboxes, locals } = services;
  const taken = (id: string): boolean => sandboxes.all.some((other) => other.profile.id === id);
  const profile: ConnectionProfile = {
    id: before?.id ?? sandboxId(newId(name, taken)),
    name,
    url: tested.url,
    kind: before?.kind ?? 'auto',
    ...(tested.username === undefined ? {} : { username: tested.username }),
    ...(before?.directory === undefined ? {} : { directory: before.directory }),
  };
  if (before !== undefined && !sameAddress(before.url, profile.url)) await secrets.delete(profile.id);
  if (tested.secret !== undefined) await secrets.store(profile, tested.secret);
  try {
    if (tested.consented) await settings.allowInsecure(tested.url);
    await settings.saveSandbox(profile);
  } catch (error) {
    if (before === undefined) await secrets.delete(profile.id);
    throw error;
  }
  services.storage.setOff(profile.id, false);
  sandboxes.sync(locals.beside(settings.sandboxes.profiles));
  sandboxes.get(profile.id)?.connect();
  return profile;
}

/** "Add Sandbox"; `draft` contains known values. */
export async function addSandbox(
  services: Services,
  draft: Partial<Draft> = {},
): Promise<ConnectionProfile | undefined> {
  const title = vscode.l10n.t('Add Sandbox');
  for (let start = draft; ;) {
    const tested = await askConnection(services, start, title);
    if (tested === undefined) return undefined;
    const name = await askName({ ...tested, ...(draft.name === undefined ? {} : { name: draft.name }) }, title);
    if (name.type === 'done') {
      const profile = await saveTested(services, tested, name.value);
      services.added.fire(profile.id);
      return profile;
    }
    if (name.type === 'canceled') return undefined;
    start = tested;
  }
}
