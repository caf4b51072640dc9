/** What the merchant's elements have in common: a key that is kept in memory only, what the store answers to it, and changes. */
import type { Env } from '../env.js';
import { isStoreError, StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';
import { createAsk } from './client.js';

export interface DeskSnapshot<Data> {
  /** `locked`: no key was given, or the store did not take it. */
  readonly status: 'locked' | 'loading' | 'ready' | 'failed';
  /** The newest there is; while loading or after a failure it may be that of before. */
  readonly data: Data | undefined;
  /** Of the last try; `access_refused` for a wrong key. */
  readonly error: StoreError | undefined;
  /** What a change is being sent for. */
  readonly sending: string | undefined;
}

export interface AdminDesk<Data> extends Observable<DeskSnapshot<Data>> {
  /** Takes the key and loads. Without one: loads again. Of several at once the last one counts. */
  open(key?: string): Promise<void>;
  /** Posts, and loads again. Resolves to whether the store has it; `what` names it in the snapshot meanwhile. */
  send(path: string, body: unknown, what: string): Promise<boolean>;
}

/** `endpoint`: the store server's base address. `path` is asked for anew at each load; `read` makes data of the answer. */
export function createAdminDesk<Data>(
  endpoint: string,
  env: Env,
  signal: AbortSignal,
  path: () => string,
  read: (json: unknown) => Data,
): AdminDesk<Data> {
  const ask = createAsk(endpoint, env);
  let token: string | undefined;
  let turn = 0;
  const state = observable<DeskSnapshot<Data>>(
    Object.freeze({ status: 'locked', data: undefined, error: undefined, sending: undefined }),
  );
  const commit = (patch: Partial<DeskSnapshot<Data>>): void =>
    state.set(Object.freeze({ ...state.get(), ...patch }));

  function fail(cause: unknown, fallback: DeskSnapshot<Data>['status']): void {
    if (signal.aborted) return;
    const error = isStoreError(cause) ? cause : new StoreError('server_answer', undefined, { cause });
    const locked = error.code === 'access_refused';
    if (locked) token = undefined;
    commit({ status: locked ? 'locked' : fallback, error, sending: undefined });
  }

  async function load(token: string, isNewest: () => boolean): Promise<void> {
    const data = await ask(path(), read, { token, signal });
    if (isNewest()) commit({ status: 'ready', data, error: undefined, sending: undefined });
  }

  return {
    ...state,
    async open(key) {
      const mine = ++turn;
      const isNewest = (): boolean => mine === turn;
      if (key !== undefined) token = key.trim() || undefined;
      if (!token) return commit({ status: 'locked', data: undefined, error: undefined });
      commit({ status: 'loading', error: undefined });
      await load(token, isNewest).catch((cause: unknown) => isNewest() && fail(cause, 'failed'));
    },
    async send(path, body, what) {
      if (!token) return false;
      const mine = ++turn;
      commit({ sending: what, error: undefined });
      try {
        await ask(path, () => undefined, { token, body, signal });
        await load(token, () => mine === turn);
        return true;
      } catch (cause) {
        fail(cause, 'ready');
        return false;
      }
    },
  };
}
