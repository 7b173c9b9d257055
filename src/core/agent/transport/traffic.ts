import { beginning } from '../../text/copy.js';

/** One request or event with secrets removed, for bug reports. */
export interface Traffic {
  readonly at: number;
  readonly kind: 'request' | 'event';
  /** `POST /session/ses_…/abort`, or an event's type. */
  readonly title: string;
  readonly status?: number;
  /** Duration in ms. */
  readonly elapsed?: number;
  /** Truncated body of the request or event; redacted on display. */
  readonly body?: string;
  /** Size of the body in memory, in characters. */
  readonly size?: number;
}

/** Number of displayed characters of a body, and of those stored beyond them so that no secret is cut in two. */
const MAX_BODY = 20_000;
const MARGIN = 2_000;

/** Adds a body to an entry, as a copy of its beginning: a slice would keep the complete string in memory. */
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
      // A partial secret at the cut would not be recognized.
      body ??= (isCut ? clean(kept).slice(0, -MARGIN) : clean(kept)).slice(0, MAX_BODY);
      return body;
    },
  };
}
