/** A disposable in VS Code's shape, so that its own lists accept it. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes; disposing of the result unsubscribes. Same shape as in VS Code. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** An event, and the method that fires it. */
export interface Emitter<T> extends Disposable {
  readonly event: Event<T>;
  fire(value: T): void;
  /** Number of listeners; used by tests. */
  readonly size: number;
}

/** Creates an emitter. If a listener throws, the others still run, and `onError` receives the error. */
export function createEmitter<T>(onError: (error: unknown) => void = () => {}): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    event(listener) {
      const own = (value: T): void => listener(value);
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
    fire(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          onError(error);
        }
      }
    },
    get size() {
      return listeners.size;
    },
    dispose: () => listeners.clear(),
  };
}

/** A list of disposables, disposed in reverse order. Anything added after disposal is disposed immediately. */
export interface DisposableBag extends Disposable {
  add<T extends Disposable>(value: T): T;
}

/** Creates an empty list. */
export function createBag(...initial: Disposable[]): DisposableBag {
  const held = [...initial];
  let gone = false;
  return {
    add(value) {
      if (gone) value.dispose();
      else held.push(value);
      return value;
    },
    dispose() {
      gone = true;
      for (const value of held.splice(0).reverse()) value.dispose();
    },
  };
}

/** Holds one disposable; setting another disposes the previous one. */
export interface Slot<T extends Disposable> extends Disposable {
  readonly value: T | undefined;
  set(value: T | undefined): void;
}

/** Creates an empty slot. */
export function createSlot<T extends Disposable>(): Slot<T> {
  let current: T | undefined;
  return {
    get value() {
      return current;
    },
    set(value) {
      const before = current;
      current = value;
      if (before !== value) before?.dispose();
    },
    dispose() {
      current?.dispose();
      current = undefined;
    },
  };
}
