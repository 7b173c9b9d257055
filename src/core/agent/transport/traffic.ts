import { beginning } from '../../text/copy.js';

/** One request or event with secrets removed, for bug reports. */
export interface Traffic {
  readonly at: number;
  readonly kind: 'request' | 'event';
  /** `POST /session/ses_…/abort`, or an event's type. */
  readonly title: string;
  readonly status?: number;
  /** Ms. */
  readonly elapsed?: number;
  /** Body of the request or event, truncated; redacted on display. */
  readonly body?: string;
  /** Size of the body in memory, in characters. */
  readonly size?: number;
}

/** Shown characters of a body, and further ones that are stored so that no secret is cut in two. */
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
      // A partial secret at the cut is not recognized.
      body ??= (isCut ? clean(kept).slice(0, -MARGIN) : clean(kept)).slice(0, MAX_BODY);
      return body;
    },
  };
}
