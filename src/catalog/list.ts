/**
 * A catalogue on the page: which part of it is wanted, and what has come. Of several questions only the newest counts; what
 * came last stands until then. It also says how many products to expect, so that their room can be kept from the moment the
 * shopper acts and nothing moves when they come.
 */
import type { ProductPage } from '../api/types.js';
import { isStoreError, StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';
import type { CatalogChoice } from './address.js';

export interface ListSnapshot {
  readonly choice: CatalogChoice;
  readonly status: 'loading' | 'ready' | 'failed';
  /** The newest that came; while loading, or after a failure, that of another choice. */
  readonly result: ProductPage | undefined;
  readonly error: StoreError | undefined;
  /** How many products the room is for. */
  readonly room: number;
}

export interface List extends Observable<ListSnapshot> {
  go(choice: CatalogChoice): void;
  retry(): void;
}

export interface ListParts {
  readonly load: (choice: CatalogChoice, signal: AbortSignal) => Promise<ProductPage>;
  readonly start: CatalogChoice;
  /** Products per page. */
  readonly limit: number;
  /** How many to keep room for at first. */
  readonly room: number;
  readonly signal: AbortSignal;
}

export function createList({ load, start, limit, room, signal }: ListParts): List {
  const first: ListSnapshot = { choice: start, status: 'loading', result: undefined, error: undefined, room };
  const state = observable<ListSnapshot>(Object.freeze(first));
  const commit = (patch: Partial<ListSnapshot>): void =>
    state.set(Object.freeze({ ...state.get(), ...patch }));
  let asking: AbortController | undefined;
  /** The choice that the result is of. */
  let shown = start;

  async function ask(): Promise<void> {
    asking?.abort();
    const mine = (asking = new AbortController());
    const stop = AbortSignal.any([mine.signal, signal]);
    const { choice } = state.get();
    try {
      const result = await load(choice, stop);
      if (stop.aborted) return;
      shown = choice;
      commit({ status: 'ready', result, error: undefined });
    } catch (cause) {
      if (stop.aborted) return;
      const error = isStoreError(cause) ? cause : new StoreError('server_failed', undefined, { cause });
      commit({ status: 'failed', error });
    }
  }

  function expected(choice: CatalogChoice): number {
    const { result } = state.get();
    if (!result || choice.search !== shown.search) return limit;
    const total =
      choice.category === shown.category
        ? result.total
        : (result.categories.find(({ name }) => name === choice.category)?.count ?? Infinity);
    return Math.max(1, Math.min(limit, total - (choice.page - 1) * limit));
  }

  void ask();
  return {
    get: state.get,
    subscribe: state.subscribe,
    go(choice) {
      commit({ choice, status: 'loading', room: expected(choice) });
      void ask();
    },
    retry() {
      commit({ status: 'loading' });
      void ask();
    },
  };
}
