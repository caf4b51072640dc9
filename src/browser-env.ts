/** The real browser as an `Env`. Every access that a browser can refuse (storage, locks, channels) is tried, not assumed. */
import type { Env, KeyValueStorage, TabChannel } from './env.js';

/** Makes the Env of the current window. Call it in a browser only. */
export function browserEnv(): Env {
  return {
    fetch: (input, init) => fetch(input, init),
    now: () => Date.now(),
    wait,
    randomId,
    storage: usable(() => localStorage),
    session: usable(() => sessionStorage),
    channel: openChannel,
    tryLock,
    isLocked,
    unlocked,
    isOnline: () => navigator.onLine,
    navigate: (url) => location.assign(url),
    page: () => ({
      href: location.href,
      lang: document.documentElement.lang,
      secureContext: isSecureContext,
      framed: window.top !== window,
      ancestors: Array.from(ancestorsOf(location)),
    }),
  };
}

/** Older Firefox does not tell. */
const ancestorsOf = (place: { readonly ancestorOrigins?: ArrayLike<string> }): ArrayLike<string> =>
  place.ancestorOrigins ?? [];

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) return reject(signal.reason as Error);
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(20)), (b) => b.toString(16).padStart(2, '0')).join('');

/** Reading `localStorage` itself throws where storage is blocked. */
function usable(get: () => Storage): KeyValueStorage | undefined {
  try {
    const storage = get();
    storage.getItem('store-elements');
    return storage;
  } catch {
    return undefined;
  }
}

function openChannel(name: string): TabChannel | undefined {
  if (typeof BroadcastChannel !== 'function') return undefined;
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => {
      channel.postMessage(message);
    },
    listen: (listener, signal) => {
      channel.addEventListener('message', (event) => listener(event.data), { signal });
      // WebKit may deliver the message before what the other tab stored: then this event is the one that comes after it.
      addEventListener('storage', (event) => event.key === name && listener(event.newValue), { signal });
      signal.addEventListener('abort', () => channel.close(), { once: true });
    },
  };
}

/** Web Locks exist in secure contexts only. */
const locksOf = (): LockManager | undefined => navigator.locks;

async function tryLock<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  const locks = locksOf();
  // The server's own one-attempt rule still holds without them.
  if (!locks) return work();
  return locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

async function isLocked(name: string): Promise<boolean> {
  const held = (await locksOf()?.query())?.held ?? [];
  return held.some((lock) => lock.name === name);
}

async function unlocked(name: string, signal: AbortSignal): Promise<void> {
  // Shared, so that those who only wait don't wait for each other.
  await locksOf()?.request(name, { mode: 'shared', signal }, () => undefined);
}
