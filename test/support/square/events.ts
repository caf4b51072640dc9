/** Square's callbacks: each change as an event, kept, signed and delivered when and as often as a test says. */
import { createHmac } from 'node:crypto';
import { toWire } from './wire.js';

export interface SquareEventDouble {
  readonly merchant_id: string;
  readonly type: string;
  readonly event_id: string;
  readonly created_at: string;
  readonly data: {
    readonly type: string;
    readonly id: string;
    readonly object: Readonly<Record<string, unknown>>;
  };
}

export interface SignedCallback {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SquareEvents {
  /** All that happened, in order. */
  readonly all: SquareEventDouble[];
  emit(type: string, object: Readonly<Record<string, object>>): void;
  last(type: string): SquareEventDouble;
  sign(event: unknown, how?: { readonly key?: string; readonly url?: string }): SignedCallback;
  /** From now on each event is sent there at once, unless held. */
  deliverTo(url: string): void;
  /** Keeps events back, sends each several times, or none at all. */
  setDelivery(how: { readonly hold?: boolean; readonly copies?: number; readonly drop?: boolean }): void;
  /** Sends what was held back, newest first if asked to. */
  release(how?: { readonly reversed?: boolean }): Promise<void>;
}

export function createEvents(options: {
  readonly now: () => number;
  readonly signatureKey: string;
  readonly notificationUrl: string;
}): SquareEvents {
  const { now } = options;
  const all: SquareEventDouble[] = [];
  const held: SquareEventDouble[] = [];
  let delivery: { hold?: boolean; copies?: number; drop?: boolean } = {};
  let target: string | undefined;

  const sign: SquareEvents['sign'] = (
    event,
    { key = options.signatureKey, url = options.notificationUrl } = {},
  ) => {
    const body = JSON.stringify(event);
    const signature = createHmac('sha256', key)
      .update(url + body)
      .digest('base64');
    return { body, headers: { 'x-square-hmacsha256-signature': signature, 'square-environment': 'Sandbox' } };
  };

  async function send(event: SquareEventDouble): Promise<void> {
    if (!target) return;
    for (let copy = 0; copy < (delivery.copies ?? 1); copy++) {
      // Square goes on for a day; a test has some seconds.
      for (let wait = 50; wait < 5000; wait *= 2) {
        const status = await fetch(target, { method: 'POST', ...sign(event) }).then(
          (response) => response.status,
          () => 0,
        );
        if (status === 200) break;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  return {
    all,
    emit(type, object) {
      const [name = '', value = {}] = Object.entries(object)[0] ?? [];
      const event: SquareEventDouble = {
        merchant_id: 'MLDOUBLE',
        type,
        event_id: `event-double-${String(all.length + 1)}`,
        created_at: new Date(now()).toISOString(),
        data: {
          type: name,
          id: String((value as { id?: string }).id),
          object: { [name]: toWire(value) },
        },
      };
      all.push(event);
      if (delivery.drop) return;
      if (delivery.hold) held.push(event);
      else void send(event);
    },
    last(type) {
      const found = all.findLast((event) => event.type === type);
      if (!found) throw new Error(`no ${type} happened: ${all.map((event) => event.type).join(', ')}`);
      return found;
    },
    sign,
    deliverTo(url) {
      target = url;
    },
    setDelivery(how) {
      delivery = how;
    },
    async release({ reversed = false } = {}) {
      const now = held.splice(0);
      delivery = { ...delivery, hold: false };
      for (const event of reversed ? now.reverse() : now) await send(event);
    },
  };
}
