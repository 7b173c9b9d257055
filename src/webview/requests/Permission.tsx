import { useEffect, useState } from 'preact/hooks';
import type { PermissionRequest } from '../../shared/model/entities.js';
import { SESSION_STATES } from '../../shared/model/states.js';
import { permissionDetail, permissionName } from '../../shared/model/permission.js';
import { diffOfCall, pathOfCall } from '../../shared/model/toolCall.js';
import { host } from '../bridge.js';
import { readable, visible } from '../format.js';
import { t } from '../l10n.js';
import { frame, sandboxState } from '../state.js';
import { DiffLines } from '../ui/DiffLines.js';
import { StateIcon } from '../ui/StateIcon.js';
import { Patterns } from './Patterns.js';

/** Lines of a command that are seen without scrolling. */
const LINES = 6;
/** Ms before Allow is enabled: a click on a dialog that just appeared is not consent. */
const ENABLE_DELAY_MS = 500;

/** Asks for a permission: what, where, the whole command or diff, and what "always" would mean. */
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
  const detail = permissionDetail(request, '\n');
  const diff = diffOfCall(request.call);
  const other =
    request.sessionId !== frame.value?.sessionId
      ? sandboxState.value.sessions.get(request.sessionId)?.title
      : undefined;
  const off = !armed || answered;
  const lines = detail.split('\n').length;
  return (
    <div class="request" role="group" aria-label={t('Permission: {0}', name)}>
      <div class="request-title">
        <StateIcon look={SESSION_STATES.needsInput} said />
        <strong>{name}</strong>
        {other !== undefined && (
          <span class="note" dir="auto">
            {readable(other)}
          </span>
        )}
      </div>
      <div class="request-body">
        {diff === undefined ? (
          <pre class="command" tabIndex={0}>
            {visible(detail)}
          </pre>
        ) : (
          <>
            <div class="note">{visible(pathOfCall(request.call) ?? detail)}</div>
            <DiffLines diff={diff} strict />
          </>
        )}
        {diff === undefined && lines > LINES && (
          <div class="note">{t('{0} lines: scroll to read them all', lines)}</div>
        )}
      </div>
      <div class="request-foot">
        <Patterns always={request.always} ticked={ticked} set={setTicked} />
        {why !== undefined && (
          <input
            class="text"
            type="text"
            dir="auto"
            aria-label={t('Reason')}
            placeholder={t('What should it do instead?')}
            value={why}
            onInput={(event) => setWhy(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.isComposing) reply('reject', why);
            }}
          />
        )}
        <div class="buttons">
          <button type="button" class="button primary" disabled={off} onClick={() => reply('once')}>
            {t('Allow once')}
          </button>
          {(request.always.length > 0 || frame.value?.capabilities.rejectWithReason === false) && (
            <button
              type="button"
              class="button"
              disabled={off || (request.always.length > 0 && ticked.length === 0)}
              onClick={() => reply('always')}
            >
              {t('Always allow')}
            </button>
          )}
          <button type="button" class="button" disabled={answered} onClick={() => reply('reject', why)}>
            {t('Reject')}
          </button>
          {why === undefined && frame.value?.capabilities.rejectWithReason === true && (
            <button type="button" class="link" onClick={() => setWhy('')}>
              {t('Reject with a reason…')}
            </button>
          )}
          {diff !== undefined && (
            <button type="button" class="link" onClick={() => host.send('openRequestDiff', { id: request.id })}>
              {t('Open Diff')}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
