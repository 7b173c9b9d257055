import * as vscode from 'vscode';
import { toFailure } from '../../../core/failure.js';
import { withoutLinks } from '../../../shared/text/sanitizeText.js';
import { translate } from '../../services/labels.js';

/** Options of a step. */
export interface Step<T> {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** Shows a Back button. */
  readonly back?: boolean;
  /** Validation message for the text; undefined if it is valid. */
  validate?(text: string): string | undefined;
  /**
   * Accepts the text; the message of a thrown error is shown under the input, which stays open. `say` replaces the
   * prompt text in the meantime.
   */
  accept(text: string, signal: AbortSignal, say: (text: string) => void): Promise<T>;
}

/** Result of a step. */
export type Outcome<T> = { readonly type: 'done'; readonly value: T } | { readonly type: 'back' | 'canceled' };

/** The translated message of an error. */
const explained = (error: unknown): string => translate(toFailure(error).message);

/** Asks for a text. Escape cancels it and any running work; nothing else closes it. */
export function ask<T>(step: Step<T>): Promise<Outcome<T>> {
  const box = vscode.window.createInputBox();
  box.title = step.title;
  box.prompt = withoutLinks(step.prompt);
  box.placeholder = step.placeholder ?? '';
  box.value = step.value ?? '';
  box.password = step.password ?? false;
  box.ignoreFocusOut = true;
  box.buttons = step.back === true ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const abort = new AbortController();
    let busy = false;
    const end = (outcome: Outcome<T>): void => {
      abort.abort();
      resolve(outcome);
      box.dispose();
    };
    const complain = (message: string | undefined): void => {
      box.validationMessage =
        message === undefined
          ? undefined
          : { message: withoutLinks(message), severity: vscode.InputBoxValidationSeverity.Error };
    };
    const work = async (): Promise<void> => {
      const wrong = step.validate?.(box.value);
      complain(wrong);
      if (wrong !== undefined || busy) return;
      busy = true;
      box.busy = true;
      box.enabled = false;
      try {
        end({
          type: 'done',
          value: await step.accept(box.value, abort.signal, (text) => (box.prompt = withoutLinks(text))),
        });
      } catch (error) {
        if (abort.signal.aborted) return;
        box.enabled = true;
        box.busy = false;
        box.prompt = withoutLinks(step.prompt);
        complain(explained(error));
      } finally {
        busy = false;
      }
    };
    box.onDidAccept(() => void work());
    box.onDidChangeValue(() => complain(undefined));
    box.onDidTriggerButton(() => end({ type: 'back' }));
    box.onDidHide(() => end({ type: 'canceled' }));
    box.show();
  });
}
