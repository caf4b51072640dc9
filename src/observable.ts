/** A value that can be watched. Listeners hear of a value after it is set, once, in the order they came. */
export interface Observable<T> {
  readonly get: () => T;
  /** Calls `listener` on each change until `signal` aborts. */
  readonly subscribe: (listener: (value: T) => void, signal: AbortSignal) => void;
}

export interface Settable<T> extends Observable<T> {
  readonly set: (value: T) => void;
}

export function observable<T>(first: T): Settable<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe(listener, signal) {
      if (signal.aborted) return;
      // One wrapper per subscription, so that the same function may listen twice.
      const entry = (each: T): void => listener(each);
      listeners.add(entry);
      signal.addEventListener('abort', () => listeners.delete(entry), { once: true });
    },
  };
}
