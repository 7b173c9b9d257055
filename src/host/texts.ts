import { l10n } from 'vscode';
import type { Failure } from '../core/failure.js';
import type { ServerIdentity } from '../core/agent/server.js';
import type { ConnectionInfo, ConnectionPhase } from '../shared/chat.js';

/** What a failure can be answered with. */
export type Remedy = 'retry' | 'signIn' | 'edit' | 'allowInsecure' | 'showLog';

/** A failure in the user's words: what happened, what to do, and the one button for it. */
export interface Explained {
  readonly message: string;
  readonly remedy: Remedy;
}

/** Labels of the buttons. */
export const remedyLabel = (remedy: Remedy): string =>
  ({
    retry: l10n.t('Retry'),
    signIn: l10n.t('Enter Password or Token…'),
    edit: l10n.t('Edit Address…'),
    allowInsecure: l10n.t('Allow http…'),
    showLog: l10n.t('Show Log'),
  })[remedy];

/** Explains a failure; `name` is the sandbox's, or its address while it has no name yet. */
export function explain(failure: Failure, name: string): Explained {
  switch (failure.kind) {
    case 'unreachable':
      return {
        message: l10n.t('{0} does not answer. Is it running, and is the address right? ({1})', name, failure.message),
        remedy: 'retry',
      };
    case 'waking':
      return { message: l10n.t('{0} is still waking up. Try again in a moment.', name), remedy: 'retry' };
    case 'unauthorized':
      return { message: l10n.t('{0} did not accept the password or token.', name), remedy: 'signIn' };
    case 'wrongAddress':
      return {
        message: l10n.t(
          'There is no OpenCode server or Sandbox Agent at the address of {0}. Check it, also the path. ({1})',
          name,
          failure.message,
        ),
        remedy: 'edit',
      };
    case 'incompatible':
      return {
        message: l10n.t(
          '{0} speaks only the protocol of OpenCode 2, which this version cannot use. Connect to an OpenCode 1.x server or a Sandbox Agent.',
          name,
        ),
        remedy: 'edit',
      };
    case 'insecure':
      return {
        message: l10n.t('The address of {0} is plain http: everyone on the way could read the password.', name),
        remedy: 'allowInsecure',
      };
    case 'rejected':
      return { message: l10n.t('{0} refused: {1}', name, failure.message), remedy: 'showLog' };
    case 'aborted':
      return { message: l10n.t('{0}: canceled.', name), remedy: 'retry' };
    case 'bug':
      return { message: l10n.t('{0}: something went wrong: {1}', name, failure.message), remedy: 'showLog' };
  }
}

/** The state of a connection in a word or two. */
export const phaseText = (phase: ConnectionPhase): string =>
  ({
    disconnected: l10n.t('disconnected'),
    connecting: l10n.t('connecting'),
    waking: l10n.t('waking up'),
    'catching-up': l10n.t('catching up'),
    connected: l10n.t('connected'),
    reconnecting: l10n.t('reconnecting'),
    refused: l10n.t('refused'),
    offline: l10n.t('offline'),
    sleeping: l10n.t('sleeping'),
  })[phase];

/** Why a connection is not there, as a sentence; undefined while nothing is wrong. */
export function connectionText(info: ConnectionInfo, name: string): string | undefined {
  switch (info.phase) {
    case 'disconnected':
      return l10n.t('{0} is disconnected.', name);
    case 'sleeping':
      return l10n.t('{0} was idle, so its stream was closed. Anything you do wakes it.', name);
    case 'refused':
    case 'offline':
    case 'reconnecting':
    case 'waking':
      return info.detail === undefined ? undefined : `${name}: ${info.detail}`;
    case 'connecting':
    case 'catching-up':
    case 'connected':
      return undefined;
  }
}

/** Name and version of what answered. */
export const serverText = (identity: Pick<ServerIdentity, 'flavor' | 'version'>): string =>
  `${identity.flavor === 'opencode' ? 'OpenCode' : 'Sandbox Agent'} ${identity.version}`;

/** What answered, how it let us in, and how long that took. */
export function identityText(identity: ServerIdentity): string {
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
