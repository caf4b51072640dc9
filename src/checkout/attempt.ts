/**
 * The payment this browser has under way, kept over reload, Back and a closed tab, so that a second Pay comes to the same
 * payment instead of a second one. Kept: keys, ids and the order's token. Never: names, addresses, client secrets.
 */
import type { Env } from '../env.js';
import type { OrderAccess } from '../api/orders.js';

export interface KeptAttempt {
  /** Idempotency key of placing the order; made before the first request leaves. */
  readonly key: string;
  /** Binds the key to what was asked for: another request gets another key. */
  readonly fingerprint: string;
  /** Known once the server answered. */
  readonly order: OrderAccess | undefined;
  /** Key of the next payment of this order; made anew only after a definite decline. */
  readonly paymentKey: string;
  /** The gateway may have been asked to charge, and has not said no. */
  readonly sent: boolean;
}

export interface AttemptKeep {
  load(): KeptAttempt | undefined;
  save(attempt: KeptAttempt): void;
  clear(): void;
}

export function createAttemptKeep(env: Env, endpoint: string): AttemptKeep {
  const name = `store-elements:attempt:${endpoint}`;
  let memory: KeptAttempt | undefined;
  return {
    load() {
      try {
        const text = env.storage?.getItem(name);
        return text ? read(JSON.parse(text)) : memory;
      } catch {
        return memory;
      }
    },
    save(attempt) {
      memory = attempt;
      try {
        env.storage?.setItem(name, JSON.stringify(attempt));
      } catch {
        // Storage is full: the page's own copy covers everything but a reload.
      }
    },
    clear() {
      memory = undefined;
      try {
        env.storage?.removeItem(name);
      } catch {
        // Nothing was kept then.
      }
    },
  };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length < 300;

function read(value: unknown): KeptAttempt | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { key, fingerprint, order, paymentKey, sent } = value as Record<string, unknown>;
  if (!isText(key) || !isText(fingerprint) || !isText(paymentKey)) return undefined;
  const { id, token } = (order ?? {}) as Record<string, unknown>;
  return {
    key,
    fingerprint,
    paymentKey,
    order: isText(id) && isText(token) ? { id, token } : undefined,
    sent: sent === true,
  };
}

/** SHA-256 of a request, as hex: the kept fingerprint must not hold what the shopper typed. */
export async function fingerprintOf(request: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(request)));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}
