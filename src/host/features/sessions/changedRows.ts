import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import type { Clock } from '../../../core/ports.js';
import { rowKey, type Row } from './rows.js';

/** Interval of refreshes in ms: VS Code refreshes after 200 ms without an event, so more frequent events would delay it. */
const REFRESH_INTERVAL_MS = 250;

/** Collects rows to refresh, and reports them together. */
export class ChangedRows implements Disposable {
  readonly #clock: Clock;
  readonly #changed = new vscode.EventEmitter<Row | Row[] | undefined>();
  readonly #rows = new Map<string, Row>();
  #isAll = false;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Fires with the changed rows, which are refreshed with their children; undefined for all. */
  get onDidChange(): vscode.Event<Row | Row[] | undefined> {
    return this.#changed.event;
  }

  add(row: Row): void {
    this.#rows.set(rowKey(row), row);
    this.#refreshSoon();
  }

  addAll(): void {
    this.#isAll = true;
    this.#refreshSoon();
  }

  dispose(): void {
    this.#cancel?.();
    this.#changed.dispose();
  }

  #refreshSoon(): void {
    this.#cancel ??= this.#clock.after(REFRESH_INTERVAL_MS, () => this.#refresh());
  }

  #refresh(): void {
    this.#cancel = undefined;
    const list = [...this.#rows.values()];
    this.#rows.clear();
    if (this.#isAll) this.#changed.fire(undefined);
    else if (list.length > 0) this.#changed.fire(list);
    this.#isAll = false;
  }
}
