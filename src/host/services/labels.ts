import { l10n } from 'vscode';
import type { Failure } from '../../core/failure.js';
import type { ServerIdentity } from '../../core/agent/ports.js';
import type { ConnectionInfo, ConnectionPhase } from '../../shared/chat.js';
import type { Request } from '../../shared/model/entities.js';
import { isPlaceholderTitle } from '../../shared/format.js';
import { CONNECTION_STATES } from '../../shared/model/states.js';
import { permissionDetail, permissionName } from '../../shared/model/permission.js';
import { splitCode } from '../../shared/text/errorCode.js';
import { sanitizeText } from '../../shared/text/sanitizeText.js';

/** Actions that may resolve a failure. */
export type Remedy = 'retry' | 'signIn' | 'edit' | 'allowInsecure' | 'remoteSetting' | 'showLog';

/** A failure as a message to the user, with advice and one button. */
export interface Explained {
  readonly message: string;
  readonly remedy: Remedy;
}

/** Labels of the buttons. */
export const remedyLabel = (remedy: Remedy): string =>
  ({
    retry: l10n.t('Retry'),
    signIn: l10n.t('Sign In…'),
    edit: l10n.t('Edit Address…'),
    allowInsecure: l10n.t('Allow http…'),
    remoteSetting: l10n.t('Open Setting'),
    showLog: l10n.t('Show Log'),
  })[remedy];

/** Translates a message of the core layer; unchanged if there is no translation. */
export const translate = (message: string): string => l10n.t(...splitCode(message));

function remedyFor(failure: Failure): Remedy {
  if (failure.remedy !== undefined) return failure.remedy === 'address' ? 'edit' : 'retry';
  if (failure.temporary) return 'retry';
  switch (failure.kind) {
    case 'unreachable':
    case 'waking':
    case 'aborted':
      return 'retry';
    case 'unauthorized':
      return 'signIn';
    case 'wrongAddress':
    case 'incompatible':
      return 'edit';
    case 'insecure':
      return 'allowInsecure';
    case 'wrongMachine':
      return 'remoteSetting';
    case 'rejected':
    case 'bug':
      return 'showLog';
  }
}

function advice(failure: Failure): string | undefined {
  if (failure.remedy !== undefined) return undefined;
  switch (failure.kind) {
    case 'unreachable':
      return l10n.t('Check that it is running and that the address is correct.');
    case 'waking':
      return l10n.t('Try again in a moment.');
    case 'wrongAddress':
      return l10n.t('It must be the address of an OpenCode server or a Sandbox Agent, including its path.');
    case 'insecure':
      return l10n.t('Use https, or allow http for this sandbox.');
    case 'unauthorized':
    case 'incompatible':
    case 'wrongMachine':
    case 'rejected':
    case 'aborted':
    case 'bug':
      return undefined;
  }
}

/** Describes a failure and what to do, without the name of the sandbox. */
export function sentence(failure: Failure): string {
  const more = advice(failure);
  return more === undefined ? translate(failure.message) : `${translate(failure.message)} ${more}`;
}

/** Explains a failure; `name` is that of the sandbox, or its address if it has no name yet. */
export const explain = (failure: Failure, name: string): Explained => ({
  message: `${name}: ${sentence(failure)}`,
  remedy: remedyFor(failure),
});

/** A short label of a connection's state. */
export const phaseText = (phase: ConnectionPhase): string => l10n.t(CONNECTION_STATES[phase].word);

/** Why there is no connection, as a sentence; undefined without a problem. */
export function connectionText(info: ConnectionInfo, name: string): string | undefined {
  switch (info.phase) {
    case 'disconnected':
      return l10n.t('{0} is disconnected.', name);
    case 'sleeping':
      return l10n.t('{0} was idle, so its connection was closed. It reconnects with your next action.', name);
    case 'refused':
    case 'offline':
    case 'reconnecting':
    case 'waking':
      return info.detail === undefined ? undefined : `${name}: ${translate(info.detail)}`;
    case 'connecting':
    case 'catching-up':
    case 'connected':
      return undefined;
  }
}

/** The title of a session; placeholders of servers are replaced by a translated one. */
export const titleOf = (title: string): string =>
  isPlaceholderTitle(title) ? l10n.t('New session') : sanitizeText(title);

/** Name and version of the server. */
export const serverText = (identity: Pick<ServerIdentity, 'kind' | 'version'>): string =>
  `${identity.kind === 'sandbox-agent' ? 'Sandbox Agent' : 'OpenCode'} ${identity.version}`;

/** The server, its authentication, the elapsed time, and a warning about a version that is too new. */
export function identityText(identity: ServerIdentity): string {
  return identity.untested === true
    ? `${accessText(identity)}. ${l10n.t('This version is newer than the versions this extension was tested with. Some features may not work.')}`
    : accessText(identity);
}

function accessText(identity: ServerIdentity): string {
  const server = serverText(identity);
  const ms = Math.round(identity.elapsed);
  switch (identity.auth) {
    case 'none':
      return l10n.t('{0}, no password needed, {1} ms', server, ms);
    case 'basic':
      return l10n.t('{0}, password accepted, {1} ms', server, ms);
    case 'bearer':
      return l10n.t('{0}, token accepted, {1} ms', server, ms);
  }
}

/** Describes a request in one line of plain text. */
export function requestText(request: Request): string {
  if (request.type === 'question') return request.questions[0]?.question ?? '';
  return `${l10n.t(permissionName(request))}: ${permissionDetail(request, ', ')}`;
}
