import { useEffect, useState } from 'preact/hooks';
import type { PermissionRequest } from '../../shared/model/entities.js';
import { SESSION_STATES } from '../../shared/model/states.js';
import { permissionName } from '../../shared/model/permission.js';
import { diffOfCall } from '../../shared/model/toolCall.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { frame, sandboxState } from '../state.js';
import { StateIcon } from '../ui/StateIcon.js';
import { Patterns } from './Patterns.js';
import { PermissionSubject } from './PermissionSubject.js';

/** Delay in ms before Allow is enabled: a click on a dialog that has just appeared is not consent. */
const ENABLE_DELAY_MS = 500;

/** Input for a reason; Enter rejects with it. */
function Reason({ value, set, reject }: { value: string; set: (value: string) => void; reject: () => void }) {
  return (
    <input
      class="text"
      type="text"
      dir="auto"
      aria-label={t('Reason')}
      placeholder={t('What should it do instead?')}
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.isComposing) reject();
      }}
    />
  );
}

/** The session that asks, if it is not the displayed one. */
function OtherSession({ request }: { request: PermissionRequest }) {
  if (request.sessionId === frame.value?.sessionId) return null;
  const title = sandboxState.value.sessions.get(request.sessionId)?.title;
  return title === undefined ? null : (
    <span class="note" dir="auto">
      {readable(title)}
    </span>
  );
}

/** Whether "always" can be chosen: there are patterns to allow, or the server does not send patterns at all. */
const canAlwaysAllow = ({ always }: PermissionRequest): boolean =>
  always.length > 0 || frame.value?.capabilities.rejectWithReason === false;

/** A permission request: the action, its target, the complete command or diff, and the patterns of "always". */
export function Permission({ request }: { request: PermissionRequest }) {
  const [armed, setArmed] = useState(false);
  const [answered, setAnswered] = useState(false);
  const [ticked, setTicked] = useState<readonly string[]>(request.always);
  const [why, setWhy] = useState<string | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ENABLE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [request.id]);
  const reply = (answer: 'once' | 'always' | 'reject', message?: string): void => {
    setAnswered(true);
    host.send('permission', {
      id: request.id,
      reply: answer,
      ...(message === undefined || message === '' ? {} : { message }),
      ...(answer === 'always' && ticked.length < request.always.length ? { patterns: ticked } : {}),
    });
    setTimeout(() => setAnswered(false), 5000);
  };
  const name = t(permissionName(request));
  const off = !armed || answered;
  const reject = (): void => reply('reject', why);
  return (
    <div class="request" role="group" aria-label={t('Permission: {0}', name)}>
      <div class="request-title">
        <StateIcon look={SESSION_STATES.needsInput} labeled />
        <strong>{name}</strong>
        <OtherSession request={request} />
      </div>
      <PermissionSubject request={request} />
      <div class="request-foot">
        <Patterns always={request.always} ticked={ticked} set={setTicked} />
        {why !== undefined && <Reason value={why} set={setWhy} reject={reject} />}
        <div class="buttons">
          <button type="button" class="button primary" disabled={off} onClick={() => reply('once')}>
            {t('Allow once')}
          </button>
          {canAlwaysAllow(request) && (
            <button
              type="button"
              class="button"
              disabled={off || (request.always.length > 0 && ticked.length === 0)}
              onClick={() => reply('always')}
            >
              {t('Always allow')}
            </button>
          )}
          <button type="button" class="button" disabled={answered} onClick={reject}>
            {t('Reject')}
          </button>
          {why === undefined && frame.value?.capabilities.rejectWithReason === true && (
            <button type="button" class="link" onClick={() => setWhy('')}>
              {t('Reject with a reason…')}
            </button>
          )}
          {diffOfCall(request.call) !== undefined && (
            <button type="button" class="link" onClick={() => host.send('openRequestDiff', { id: request.id })}>
              {t('Open Diff')}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
