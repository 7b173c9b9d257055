import { Changes } from './panels/Changes.js';
import { LocalChanges } from './panels/LocalChanges.js';
import { StatusLine } from './panels/StatusLine.js';
import { Waiting } from './panels/Waiting.js';
import { Todos } from './panels/Todos.js';
import { Composer } from './composer/Composer.js';
import { Find } from './transcript/Find.js';
import { Form } from './requests/Form.js';
import { Permission } from './requests/Permission.js';
import { Question } from './requests/Question.js';
import { frame, requests, session } from './state.js';
import { Transcript } from './transcript/Transcript.js';
import type { QuestionRequest } from '../shared/model/entities.js';
import { isDraftSession } from '../shared/model/ids.js';
import { isPlaceholderTitle } from '../shared/format.js';
import { t } from './l10n.js';
import { readable } from './format.js';

const Header = () => {
  const now = frame.value;
  if (now?.sandbox === undefined) return null;
  const given = session.value?.title;
  const unread = given === undefined && now.sessionId !== undefined && !isDraftSession(now.sessionId);
  const title = unread ? t('Loading…') : isPlaceholderTitle(given ?? '') ? t('New session') : (given ?? '');
  return (
    <header>
      <h1 title={readable(title)} dir="auto">
        {readable(title)}
      </h1>
      <span class="note">{readable(now.sandbox.name)}</span>
    </header>
  );
};

/** Shows a question request: a form if it has a title, otherwise the questions of an agent. */
const Asking = ({ request }: { request: QuestionRequest }) =>
  request.title === undefined ? <Question request={request} /> : <Form request={request} />;

/** Open requests, shown one at a time, so that each can be read completely and no click hits the next one. */
const Asked = () => {
  const [first, ...rest] = requests.value;
  if (first === undefined) return null;
  return (
    <>
      {first.type === 'permission' ? (
        <Permission key={first.id} request={first} />
      ) : (
        <Asking key={first.id} request={first} />
      )}
      {rest.length > 0 && (
        <div class="quiet" role="status">
          {rest.length === 1
            ? t('1 more request needs your answer')
            : t('{0} more requests need your answer', rest.length)}
        </div>
      )}
    </>
  );
};

/** The complete chat. */
export function App() {
  if (frame.value === undefined)
    return (
      <div class="chat">
        <div class="quiet older">{t('Loading…')}</div>
      </div>
    );
  return (
    <main class="chat">
      <Header />
      <Find />
      <Transcript />
      <div class="dock">
        <Asked />
        {requests.value.length === 0 && (
          <>
            <Todos />
            <Changes />
          </>
        )}
        <StatusLine />
        <LocalChanges />
        <Waiting />
        <Composer />
      </div>
    </main>
  );
}
