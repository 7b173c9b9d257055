/** One request or event as it passed, secrets removed: what a bug report needs. */
export interface Traffic {
  readonly at: number;
  readonly kind: 'request' | 'event';
  /** `POST /session/ses_…/abort`, or an event's type. */
  readonly title: string;
  readonly status?: number;
  /** Ms. */
  readonly elapsed?: number;
  /** Body of the request or event, redacted and cut. */
  readonly body?: string;
}
