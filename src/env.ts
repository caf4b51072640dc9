/**
 * What the browser's core needs of the world, passed in, so that nothing in src/ touches a global and tests
 * bring their own clock, network and storage. Nothing here is created at import.
 */

/** A key-value store that may be absent or full; the core then works from memory. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A message to the other tabs of this origin, and from them. */
export interface TabChannel {
  post(message: unknown): void;
  /** Calls `listener` for each message of another tab until `signal` aborts. */
  listen(listener: (message: unknown) => void, signal: AbortSignal): void;
}

export interface Env {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** Milliseconds since the epoch. For waiting and for age of kept copies only, never for money or expiry. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A new random identifier: 160 random bits as 40 hex digits. */
  readonly randomId: () => string;
  /** Outlives the tab; undefined where the browser refuses storage. */
  readonly storage: KeyValueStorage | undefined;
  /** Lives as long as the tab; undefined where the browser refuses storage. */
  readonly session: KeyValueStorage | undefined;
  /** Opens the channel of that name to other tabs; undefined where there is none. */
  readonly channel: (name: string) => TabChannel | undefined;
  /** Runs `work` while holding the origin-wide lock of that name; `undefined` at once if another tab holds it. */
  readonly tryLock: <T>(name: string, work: () => Promise<T>) => Promise<T | undefined>;
  /** Whether a tab holds the lock of that name now. */
  readonly isLocked: (name: string) => Promise<boolean>;
  /** Resolves when no tab holds the lock of that name; rejects with the signal's reason when it aborts. */
  readonly unlocked: (name: string, signal: AbortSignal) => Promise<void>;
  readonly isOnline: () => boolean;
  /** Leaves the page for another address. */
  readonly navigate: (url: string) => void;
  /** The page, as far as the rules of security/ need it. */
  readonly page: () => PageFacts;
}

/** What the page says of itself. */
export interface PageFacts {
  /** `location.href` */
  readonly href: string;
  /** Of `<html>`; empty or absent where it says none. */
  readonly lang?: string;
  /** `window.isSecureContext` */
  readonly secureContext: boolean;
  /** Whether the page is itself inside a frame. */
  readonly framed: boolean;
  /** Origins of the pages around it, nearest first; none where the browser does not tell (`location.ancestorOrigins`). */
  readonly ancestors?: readonly string[];
}
