/** What this browser has told already: numbers of orders, kept over a reload. Written only after consent, with the first one told. */

/** Newest last; more than a shopper buys before the oldest is long forgotten. */
const MOST = 50;

const NAME = 'store-elements:analytics';

export interface Told {
  has(what: string): boolean;
  /** False if it was there. */
  add(what: string): boolean;
}

export function createTold(): Told {
  let memory: string[] = [];
  const load = (): string[] => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]');
      if (Array.isArray(kept)) memory = [...new Set([...memory, ...kept.map(String)])].slice(-MOST);
    } catch {
      // Refused, or written by somebody else: what this page itself has told is still known.
    }
    return memory;
  };
  return {
    has: (what) => load().includes(what),
    add(what) {
      if (load().includes(what)) return false;
      memory.push(what);
      try {
        localStorage.setItem(NAME, JSON.stringify(memory.slice(-MOST)));
      } catch {
        // Then the next load of the page tells it again; GA4 leaves a transaction id out that it has.
      }
      return true;
    },
  };
}
