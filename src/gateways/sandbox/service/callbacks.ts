/**
 * Sends the sandbox's callbacks, and sends them badly on demand: late, twice, out of order, held back, not at all. Without
 * such a wish each goes out at once and is repeated with growing pauses until the merchant's server answers 2xx.
 */
import { signTimestamped } from '../../signature.js';
import type { SandboxEvent } from '../shapes.js';

export interface CallbackMode {
  /** ms before the first try. */
  readonly delay?: number;
  /** How often each event is sent in all. */
  readonly copies?: number;
  /** Kept until `release`. */
  readonly hold?: boolean;
  /** Lost. */
  readonly drop?: boolean;
}

export interface Delivery {
  readonly event: string;
  readonly type: string;
  /** The merchant's answer, or why there was none. */
  readonly answer: number | string;
}

export interface Callbacks {
  /** `url`: where this one goes, if not where all others do. */
  send(event: SandboxEvent, url?: string): void;
  setMode(mode: CallbackMode): void;
  /** Sends what was held back; the newest first if `reversed`. Resolves when each was tried once. */
  release(options?: { readonly reversed?: boolean }): Promise<void>;
  /** Sends an event that was sent before once more. */
  repeat(event: SandboxEvent): Promise<void>;
  readonly deliveries: readonly Delivery[];
  readonly events: readonly SandboxEvent[];
  stop(): void;
}

export function createCallbacks(parts: {
  readonly url: string;
  readonly secret: string;
  readonly now: () => Date;
  /** ms before each repetition. */
  readonly schedule: readonly number[];
}): Callbacks {
  const held: SandboxEvent[] = [];
  const events: SandboxEvent[] = [];
  const deliveries: Delivery[] = [];
  const addresses = new Map<string, string>();
  const stopping = new AbortController();
  let mode: CallbackMode = {};

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });

  /** Whether the merchant's server took it. Signed anew each time: a repetition is a new message with a new time. */
  async function tryOnce(event: SandboxEvent): Promise<boolean> {
    const body = new TextEncoder().encode(JSON.stringify(event));
    const headers = {
      'content-type': 'application/json',
      'sandbox-signature': signTimestamped(body, parts.secret, parts.now()),
    };
    let answer: number | string;
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(10_000)]);
      const url = addresses.get(event.id) ?? parts.url;
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      answer = response.status;
      await response.body?.cancel();
    } catch (error) {
      answer = error instanceof Error ? error.message : String(error);
    }
    deliveries.push(Object.freeze({ event: event.id, type: event.type, answer }));
    return typeof answer === 'number' && answer >= 200 && answer < 300;
  }

  async function insist(event: SandboxEvent): Promise<void> {
    for (const wait of [...parts.schedule, undefined]) {
      if (stopping.signal.aborted || (await tryOnce(event)) || wait === undefined) return;
      await pause(wait);
    }
  }

  async function dispatch(event: SandboxEvent): Promise<void> {
    const { delay = 0, copies = 1 } = mode;
    if (delay) await pause(delay);
    await Promise.all(Array.from({ length: copies }, () => insist(event)));
  }

  return {
    send(event, url) {
      events.push(event);
      if (url !== undefined) addresses.set(event.id, url);
      if (mode.drop) return;
      if (mode.hold) held.push(event);
      else void dispatch(event);
    },
    setMode(wanted) {
      mode = Object.freeze({ ...wanted });
    },
    async release({ reversed = false } = {}) {
      const going = held.splice(0);
      if (reversed) going.reverse();
      // One after the other: their order is what the caller asked for.
      for (const event of going) if (!(await tryOnce(event))) void insist(event);
    },
    repeat: (event) => tryOnce(event).then(() => undefined),
    deliveries,
    events,
    stop: () => stopping.abort(),
  };
}
