/** Stripe's callbacks: each change as an event, kept, signed and delivered when and as often as a test says. */
import { createHmac } from 'node:crypto';

export interface StripeEventDouble {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly account?: string;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
}

export interface SignedCallback {
  readonly body: string;
  readonly headers: { readonly 'stripe-signature': string };
}

export interface StripeEvents {
  /** All that happened, in order. */
  readonly all: StripeEventDouble[];
  emit(type: string, object: object): void;
  last(type: string): StripeEventDouble;
  sign(event: object, how?: { readonly at?: number; readonly secret?: string }): SignedCallback;
  /** From now on each event is sent there at once, unless held. */
  deliverTo(url: string): void;
  /** Keeps events back, sends each several times, or none at all. */
  setDelivery(how: { readonly hold?: boolean; readonly copies?: number; readonly drop?: boolean }): void;
  /** Sends what was held back, newest first if asked to. */
  release(how?: { readonly reversed?: boolean }): Promise<void>;
  /** Status codes of what was delivered. */
  readonly answers: { readonly type: string; readonly status: number }[];
}

export function createEvents(options: {
  readonly now: () => number;
  readonly livemode: boolean;
  readonly secret: string;
}): StripeEvents {
  const { now, livemode } = options;
  const all: StripeEventDouble[] = [];
  const held: StripeEventDouble[] = [];
  const answers: { type: string; status: number }[] = [];
  let delivery: { hold?: boolean; copies?: number; drop?: boolean } = {};
  let target: string | undefined;

  const sign: StripeEvents['sign'] = (event, { at = now(), secret = options.secret } = {}) => {
    const body = JSON.stringify(event);
    const time = Math.floor(at / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return { body, headers: { 'stripe-signature': `t=${time},v1=${signature},v0=${'0'.repeat(64)}` } };
  };

  async function send(event: StripeEventDouble): Promise<void> {
    if (!target) return;
    for (let copy = 0; copy < (delivery.copies ?? 1); copy++) {
      // Stripe goes on for three days; a test has some seconds.
      for (let wait = 50; wait < 5000; wait *= 2) {
        const { body, headers } = sign(event);
        const status = await fetch(target, { method: 'POST', body, headers }).then(
          (response) => response.status,
          () => 0,
        );
        answers.push({ type: event.type, status });
        if (status === 200) break;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  return {
    all,
    answers,
    emit(type, object) {
      const event: StripeEventDouble & { object: string; api_version: string } = {
        id: `evt_double_${String(all.length + 1)}`,
        object: 'event',
        api_version: '2026-10-28.endive',
        type,
        created: Math.floor(now() / 1000),
        livemode,
        data: { object: structuredClone(object) as Record<string, unknown> },
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
