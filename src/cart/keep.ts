/**
 * Keeps the cart in the browser and tells the other tabs. Only skus, quantities and a coupon's code are kept: no prices to
 * believe later, nothing personal; what the shopper wrote on the gift note is the tab's own and goes with it. Where storage is
 * refused or full the cart lives as long as the page, and the tabs tell each other what is in it.
 */
import type { Env, KeyValueStorage } from '../env.js';
import { readLines, type CartLines } from './lines.js';

export interface Kept {
  readonly lines: CartLines;
  readonly coupon: string | undefined;
}

export interface Keep {
  load(): Kept;
  save(kept: Kept): void;
  /** Calls `listener` when another tab changed the cart. */
  listen(listener: () => void, signal: AbortSignal): void;
  /** What the shopper wanted written on a card in the parcel, when the page was opened. */
  readonly note: string;
  saveNote(text: string): void;
}

/** Characters; what is longer was not written by us. */
const MAX_KEPT = 32_768;

export function createKeep(env: Env, endpoint: string): Keep {
  const name = `store-elements:cart:${endpoint}`;
  const channel = env.channel(name);
  let memory = readKept(undefined);
  let stored = env.storage !== undefined;
  return {
    load: () => (stored ? readKept(tried(() => parse(env.storage?.getItem(name)))) : memory),
    save(kept) {
      memory = kept;
      // Once storage is full, this page's own copy is the newest.
      stored = write(env.storage, name, JSON.stringify({ version: 1, ...kept }));
      channel?.post(stored ? 'changed' : kept);
    },
    listen(listener, signal) {
      channel?.listen((message) => {
        // Nothing was stored there, or nothing can be read here.
        if (message && typeof message === 'object') {
          memory = readKept(message);
          stored = false;
        }
        listener();
      }, signal);
    },
    note: tried(() => env.session?.getItem(name)) ?? '',
    saveNote: (text) => void write(env.session, name, text),
  };
}

/** Tampered with, or refused since: nothing rather than a guess. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const parse = (text: string | null | undefined): unknown =>
  text && text.length <= MAX_KEPT ? JSON.parse(text) : undefined;

function readKept(value: unknown): Kept {
  // Its own properties only: what a page has put on Object.prototype is in no cart (T-04).
  const { lines, coupon } = { __proto__: null, ...(value as object) } as Partial<Record<keyof Kept, unknown>>;
  return {
    lines: readLines(lines),
    coupon: typeof coupon === 'string' && coupon.length <= 64 ? coupon : undefined,
  };
}

const write = (storage: KeyValueStorage | undefined, name: string, text: string): boolean =>
  tried(() => (storage?.setItem(name, text), storage !== undefined)) ?? false;
