import * as vscode from 'vscode';
import { Failure } from '../../core/failure.js';
import { withoutLinks } from '../../shared/text/sanitizeText.js';

/** Reports progress. */
export type Step = (done: number, of: number) => void;

/**
 * Delay in ms before progress is shown. Shorter progress would only flash, and VS Code limits the number of
 * notifications in a short time, so that the one with the outcome might not be shown.
 */
const QUIET = 1_000;

/** `withProgress` with plain-text titles and messages; the only module that calls it (enforced by lint). */
export const showProgress = <T>(
  options: vscode.ProgressOptions,
  work: (report: (message: string) => void, token: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> =>
  vscode.window.withProgress(
    { ...options, ...(options.title === undefined ? {} : { title: withoutLinks(options.title) }) },
    (progress, token) => work((message) => progress.report({ message: withoutLinks(message) }), token),
  );

/** Runs work with an abort signal; if it takes long, a notification shows progress and a Cancel button. */
export async function withCancel<T>(title: string, work: (signal: AbortSignal, step: Step) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let show = (): void => {};
  let message: string | undefined;
  let percent = 0;
  const result = work(controller.signal, (done, of) => {
    message = `${done}/${of}`;
    percent = Math.floor((done / Math.max(of, 1)) * 100);
    show();
  });
  if (await isDoneWithin(result, QUIET)) return result;
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: withoutLinks(title), cancellable: true }, (progress, token) => {
    token.onCancellationRequested(() => controller.abort(new Failure('aborted', 'Canceled.')));
    let told = 0;
    show = () => {
      if (message !== undefined) progress.report({ message, increment: percent - told });
      told = percent;
    };
    show();
    return result;
  });
}

async function isDoneWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const done = work.then(
    () => true as const,
    () => true as const,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
