import * as vscode from 'vscode';
import { requiresConsent } from '../../../core/agent/connect.js';
import type { ServerIdentity } from '../../../core/agent/ports.js';
import { kindsOf, type ConnectionProfile } from '../../../core/sandbox/profile.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { configuredTarget, sandboxTarget } from '../../services/commandTarget.js';
import { identityText } from '../../services/labels.js';
import { askConnection, askSecret, consent, saveTested } from './add.js';
import { ask } from './input.js';
import { testConnection, type Attempt } from './testConnection.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';
import { showProgress } from '../../vscode/progress.js';

type Field = 'name' | 'address' | 'secret' | 'username' | 'directory';

async function pickField(sandbox: Sandbox): Promise<Field | undefined> {
  const { profile } = sandbox;
  const items: (vscode.QuickPickItem & { field: Field })[] = [
    { field: 'name', label: vscode.l10n.t('Name'), description: profile.name },
    { field: 'address', label: vscode.l10n.t('Address'), description: profile.url },
    { field: 'secret', label: vscode.l10n.t('Password or token') },
    { field: 'username', label: vscode.l10n.t('User name'), description: profile.username ?? 'opencode' },
    {
      field: 'directory',
      label: vscode.l10n.t('Directory in the sandbox'),
      description: profile.directory ?? vscode.l10n.t("the server's own"),
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Edit {0}', profile.name) }))?.field;
}

/** Edits a text field of a profile; an empty text removes it. */
async function editText(
  services: Services,
  profile: ConnectionProfile,
  field: 'name' | 'username' | 'directory',
  prompt: string,
): Promise<void> {
  const outcome = await ask<string>({
    title: vscode.l10n.t('Edit {0}', profile.name),
    prompt,
    value: profile[field] ?? '',
    validate: (text) =>
      field === 'name' && text.trim() === ''
        ? vscode.l10n.t('Enter a name.')
        : text.length > 1000
          ? vscode.l10n.t('This is too long.')
          : undefined,
    accept: async (text) => text.trim(),
  });
  if (outcome.type !== 'done') return;
  const { [field]: _, ...rest } = profile;
  const value = outcome.value;
  await services.settings.saveSandbox({
    name: profile.name,
    ...rest,
    ...(value === '' ? {} : { [field]: value }),
  });
}

/** Asks for a new password or token, which is tested before it replaces the old one. */
export async function signIn(services: Services, sandbox: Sandbox): Promise<void> {
  const { profile } = sandbox;
  if (!(await mayTalk(services, profile))) return;
  const known = await confirmSecret(services, profile);
  if (known === 'canceled') return;
  if (known !== 'none') {
    await services.secrets.store(profile, known.secret);
    sandbox.credentialsChanged();
    sandbox.connect();
    return;
  }
  const { url, name, username } = profile;
  const draft = { url, name, consented: false, ...(username === undefined ? {} : { username }) };
  const outcome = await askSecret(services, draft, vscode.l10n.t('Sign In to {0}', name), false);
  if (outcome.type !== 'done' || outcome.value.secret === undefined) return;
  await services.secrets.store(profile, outcome.value.secret);
  sandbox.credentialsChanged();
  sandbox.connect();
}

/** Confirms the use of a password that an earlier version stored without its address. */
async function confirmSecret(
  { secrets }: Services,
  { id, name, url }: ConnectionProfile,
): Promise<{ readonly secret: string } | 'none' | 'canceled'> {
  const secret = await secrets.unconfirmed(id);
  if (secret === undefined) return 'none';
  const use = vscode.l10n.t('Use Saved Password');
  const enter = vscode.l10n.t('Enter Another');
  const chosen = await showWarning(
    vscode.l10n.t('Send the saved password of {0} to {1}?', name, url),
    {
      modal: true,
      detail: vscode.l10n.t(
        'It was saved by an earlier version, which did not record the address it belongs to. Send it only if you entered it for this server.',
      ),
    },
    // The first button has the focus: Enter, still held down from choosing the item, must not send it.
    enter,
    use,
  );
  return chosen === use ? { secret } : chosen === enter ? 'none' : 'canceled';
}

/** Asks for consent to plain http before anything is sent. */
async function mayTalk(services: Services, profile: ConnectionProfile): Promise<boolean> {
  if (!requiresConsent(profile.url) || services.settings.allowsInsecure(profile.url)) return true;
  if (!(await consent(profile.url))) return false;
  await services.settings.allowInsecure(profile.url);
  return true;
}

async function editAddress(services: Services, profile: ConnectionProfile): Promise<void> {
  const secret = await services.secrets.get(profile);
  const { url, name, username } = profile;
  const draft = {
    url,
    name,
    consented: false,
    ...(username === undefined ? {} : { username }),
    ...(secret === undefined ? {} : { secret }),
  };
  const tested = await askConnection(services, draft, vscode.l10n.t('Edit {0}', name));
  if (tested !== undefined) await saveTested(services, tested, name, profile);
}

const hintOf = (arg: unknown): unknown =>
  typeof arg === 'object' && arg !== null && 'what' in arg ? arg.what : undefined;

/** "Edit Sandbox": edits one field at a time; an address is tested before it is saved. */
export async function editSandbox(services: Services, arg: unknown): Promise<void> {
  const sandbox = await configuredTarget(services, arg, vscode.l10n.t('Edit Sandbox'));
  if (sandbox === undefined) return;
  const { profile } = sandbox;
  const hint = hintOf(arg);
  if (hint === 'allowInsecure') {
    if (await mayTalk(services, profile)) sandbox.connect();
    return;
  }
  const field = hint === 'edit' ? 'address' : await pickField(sandbox);
  if (field === 'address') await editAddress(services, profile);
  else if (field === 'secret') await signIn(services, sandbox);
  else if (field === 'name') await editText(services, profile, field, vscode.l10n.t('Name of the sandbox'));
  else if (field === 'username')
    await editText(
      services,
      profile,
      field,
      vscode.l10n.t('User name for an OpenCode server. Leave empty for "opencode".'),
    );
  else if (field === 'directory')
    await editText(
      services,
      profile,
      field,
      vscode.l10n.t("Absolute path of the working directory. Leave empty for the server's default."),
    );
}

/** Removes a sandbox and its secret after a confirmation. Nothing on the server changes. */
export async function removeSandbox(services: Services, arg: unknown): Promise<void> {
  const sandbox = await configuredTarget(services, arg, vscode.l10n.t('Remove Sandbox'));
  if (sandbox === undefined) return;
  const { id, name } = sandbox.profile;
  const remove = vscode.l10n.t('Remove');
  const chosen = await showWarning(
    vscode.l10n.t('Remove the sandbox "{0}"?', name),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Its address and password are removed from this computer. The server and its sessions are not changed.',
      ),
    },
    remove,
  );
  if (chosen !== remove) return;
  sandbox.disconnect();
  await services.settings.removeSandbox(id);
  await services.secrets.delete(id);
  services.storage.forget(id);
}

const test = async (services: Services, sandbox: Sandbox, attempt: Attempt): Promise<ServerIdentity> =>
  showProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Testing {0}…', sandbox.profile.name),
      cancellable: true,
    },
    async (report, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return testConnection(services, attempt, abort.signal, report);
    },
  );

/** Tests the connection of a sandbox and shows the detected server. */
export async function checkSandbox(services: Services, arg: unknown): Promise<void> {
  const sandbox = await sandboxTarget(services, arg, vscode.l10n.t('Test Connection'));
  if (sandbox === undefined) return;
  const { profile } = sandbox;
  const secret = await services.secrets.get(profile);
  const { url, username } = profile;
  const attempt = {
    url,
    kinds: kindsOf(profile),
    insecureAllowed: services.settings.allowsInsecure(url),
    ...(secret === undefined ? {} : { secret }),
    ...(username === undefined ? {} : { username }),
  };
  const identity = await withSandbox(sandbox, () => test(services, sandbox, attempt));
  services.log.info(`${profile.name}: ${identityText(identity)}`);
  void showInfo(`${profile.name}: ${identityText(identity)}`);
}
