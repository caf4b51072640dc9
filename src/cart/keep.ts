/**
 * Keeps the cart's lines in the browser and tells the other tabs. Only skus and quantities are kept: no prices to
 * believe later, no names, nothing personal. Where storage is refused the cart lives as long as the page.
 */
import type { Env } from '../env.js';
import { readLines, type CartLines } from './lines.js';

export interface Keep {
  load(): CartLines;
  save(lines: CartLines): void;
  /** Calls `listener` when another tab changed the cart. */
  listen(listener: () => void, signal: AbortSignal): void;
}

/** Characters; what is longer was not written by us. */
const MAX_KEPT = 32_768;

export function createKeep(env: Env, endpoint: string): Keep {
  const name = `store-elements:cart:${endpoint}`;
  const channel = env.channel(name);
  let memory: CartLines = [];
  let kept = env.storage !== undefined;
  return {
    load() {
      if (!kept) return memory;
      try {
        const text = env.storage?.getItem(name);
        return text && text.length <= MAX_KEPT
          ? readLines((JSON.parse(text) as { lines?: unknown } | null)?.lines)
          : [];
      } catch {
        // Tampered with, or unreadable since: start empty rather than guess.
        return [];
      }
    },
    save(lines) {
      memory = lines;
      try {
        env.storage?.setItem(name, JSON.stringify({ version: 1, lines }));
        kept = env.storage !== undefined;
      } catch {
        // Storage is full: from here on this tab's own copy is the newest.
        kept = false;
      }
      channel?.post('changed');
    },
    listen(listener, signal) {
      channel?.listen(listener, signal);
    },
  };
}
