import { beginning } from '../../text/copy.js';

/** One request or event as it passed, secrets removed: what a bug report needs. */
export interface Traffic {
  readonly at: number;
  readonly kind: 'request' | 'event';
  /** `POST /session/ses_…/abort`, or an event's type. */
  readonly title: string;
  readonly status?: number;
  /** Ms. */
  readonly elapsed?: number;
  /** Body of the request or event, cut; redacted when somebody looks at it. */
  readonly body?: string;
  /** Characters that the body holds in memory. */
  readonly size?: number;
}

/** Characters of a body that are shown, and that are kept beyond them so that no secret is cut in two. */
const MAX_BODY = 20_000;
const MARGIN = 2_000;

/** An entry with a body: a copy of its beginning, since a slice would hold the whole of it. */
export function withBody(
  entry: Omit<Traffic, 'body' | 'size'>,
  whole: string,
  clean: (text: string) => string,
): Traffic {
  const kept = beginning(whole, MAX_BODY + MARGIN);
  const isCut = kept.length < whole.length;
  let body: string | undefined;
  return {
    ...entry,
    size: kept.length,
    get body() {
      // Half a secret at the cut is not recognized.
      body ??= (isCut ? clean(kept).slice(0, -MARGIN) : clean(kept)).slice(0, MAX_BODY);
      return body;
    },
  };
}
