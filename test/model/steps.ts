/**
 * The steps a run is made of: what shoppers, gateways, the network, the clock and the machine do, in any order. A step that
 * makes no sense where it comes does nothing.
 */
import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { WireAttempt, WireOrder, WirePlacedOrder, WireQuote } from '../../src/api/wire.js';
import { newKey, type Fault, type Gateway, type Reply, type World } from './world.js';

/** What a browser keeps of its payment (checkout/attempt.ts): shared by its tabs. */
interface Browser {
  key: string;
  wish: { readonly hash: string; readonly gateway: string } | undefined;
  access: { readonly id: string; readonly token: string } | undefined;
  paymentKey: string;
}

/** A page: what it got to confirm with. */
interface Tab {
  readonly browser: Browser;
  next: { readonly gateway: Gateway; readonly payment: string; readonly secret: string } | undefined;
}

export interface Real {
  readonly world: World;
  readonly tabs: readonly Tab[];
  /** Totals shoppers were shown, by the hash of their quote. */
  readonly shown: Map<string, number>;
  /** The next answer to a page is lost on its way. */
  loses: boolean;
  /** The process was told to die; it is started again when the step is over. */
  dying: boolean;
}

const newBrowser = (): Browser => ({
  key: newKey(),
  wish: undefined,
  access: undefined,
  paymentKey: newKey(),
});

/** Two tabs of one browser, and another browser. */
export function newReal(world: World): Real {
  const ana = newBrowser();
  const tabs = [ana, ana, newBrowser()].map((browser): Tab => ({ browser, next: undefined }));
  return { world, tabs, shown: new Map(), loses: false, dying: false };
}

export type Step =
  | {
      readonly do: 'place' | 'pay again';
      readonly tab: number;
      readonly gateway: 0 | 1;
      readonly twice: boolean;
    }
  | {
      readonly do: 'confirm';
      readonly tab: number;
      readonly card: keyof typeof CARDS;
      readonly twice: boolean;
    }
  | { readonly do: 'challenge'; readonly tab: number; readonly accept: boolean }
  | { readonly do: 'look' | 'cancel' | 'return url' | 'start over'; readonly tab: number }
  | { readonly do: 'deliver'; readonly gateway: 0 | 1; readonly which: number; readonly copies: number }
  | { readonly do: 'finish' | 'sweep' | 'sweep twice' | 'restart' | 'lose answer' }
  | { readonly do: 'fault'; readonly faults: readonly (Fault | undefined)[] }
  | { readonly do: 'down' | 'up'; readonly gateway: 0 | 1 }
  | { readonly do: 'die'; readonly at: number; readonly when: 'before' | 'after' }
  | { readonly do: 'refund'; readonly which: number; readonly part: boolean }
  | { readonly do: 'dispute'; readonly which: number; readonly status: 'open' | 'won' | 'lost' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reprice'; readonly price: number };

const CARDS = {
  pays: '4242424242424242',
  declines: '4000000000000002',
  challenges: '4000000000003220',
  processes: '4000000000000077',
  fails: '4000000000000341',
} as const;

const tab = fc.nat({ max: 2 });
const gateway = fc.constantFrom(0 as const, 0 as const, 1 as const);
const twice = fc.oneof(
  { weight: 4, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
const fault = fc.constantFrom<Fault>('lost before', 'lost after', '429', '500 before', '500 after', 'cut');
const is = <D extends string>(...names: D[]) => fc.constantFrom(...names);

/** The steps, and how often each comes. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: is('place'), tab, gateway, twice }) },
  { weight: 4, arbitrary: fc.record({ do: is('pay again'), tab, gateway, twice }) },
  { weight: 16, arbitrary: fc.record({ do: is('confirm'), tab, card: is('pays', 'pays', 'pays', 'declines', 'declines', 'challenges', 'processes', 'fails'), twice }) },
  { weight: 3, arbitrary: fc.record({ do: is('challenge'), tab, accept: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: is('look', 'look', 'return url', 'start over'), tab }) },
  { weight: 1, arbitrary: fc.record({ do: is('cancel'), tab }) },
  { weight: 4, arbitrary: fc.record({ do: is('deliver'), gateway, which: fc.nat({ max: 20 }), copies: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ do: is('finish', 'sweep', 'sweep twice', 'restart', 'lose answer') }) },
  { weight: 3, arbitrary: fc.record({ do: is('fault'), faults: fc.array(fc.option(fault, { nil: undefined }), { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: is('down', 'up', 'up'), gateway }) },
  { weight: 2, arbitrary: fc.record({ do: is('die'), at: fc.integer({ min: 1, max: 6 }), when: is('before', 'after') }) },
  { weight: 2, arbitrary: fc.record({ do: is('refund'), which: fc.nat({ max: 5 }), part: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: is('dispute'), which: fc.nat({ max: 5 }), status: is('open', 'won', 'lost') }) },
  { weight: 4, arbitrary: fc.record({ do: is('wait'), ms: fc.constantFrom(6000, 6000, 30_000, 30_000, 120_000, 1_860_000, 7_200_000, 90_000_000) }) },
  { weight: 1, arbitrary: fc.record({ do: is('reprice'), price: fc.integer({ min: 100, max: 5000 }) }) },
); // prettier-ignore

/** Does the step, and then starts a process that died in it. */
export async function take(real: Real, step: Step): Promise<void> {
  const { shop } = real.world;
  const dying = real.dying;
  try {
    await perform(real, step);
  } finally {
    if (dying) {
      real.dying = false;
      shop.restart();
    }
  }
}

async function perform(real: Real, step: Step): Promise<void> {
  const { world } = real;
  const page = 'tab' in step ? real.tabs[step.tab] : undefined;
  switch (step.do) {
    case 'place':
      return both(step.twice, () => page && place(real, page, world.gateways[step.gateway]));
    case 'pay again':
      return both(step.twice, () => page && payAgain(real, page, world.gateways[step.gateway]));
    case 'confirm':
      return both(step.twice, () => page && confirm(real, page, CARDS[step.card]));
    case 'challenge':
      return page && challenge(real, page, step.accept);
    case 'look':
      return page && look(real, page, '');
    case 'return url':
      return page && look(real, page, '?redirect_status=succeeded&payment_intent=pi_1&status=paid');
    case 'cancel':
      if (page?.browser.access)
        await send(real, page, 'POST', `/orders/${page.browser.access.id}/cancel`, {});
      return;
    case 'start over':
      if (page) Object.assign(page.browser, newBrowser());
      return;
    case 'deliver': {
      const from = world.gateways[step.gateway];
      const { events } = from.service;
      const event = events[step.which % Math.max(1, events.length)];
      if (event) await Promise.all(Array.from({ length: step.copies }, () => world.deliver(from, event)));
      return;
    }
    case 'finish':
      return world.gateways.forEach(({ service }) => service.finishProcessing());
    case 'sweep':
      return sweep(real, 1);
    case 'sweep twice':
      return sweep(real, 2);
    case 'restart':
      return world.shop.restart();
    case 'lose answer':
      real.loses = true;
      return;
    case 'fault':
      world.faults.push(...step.faults);
      return;
    case 'down':
    case 'up':
      return world.gateways[step.gateway].service.setDown(step.do === 'down');
    case 'die':
      real.dying = true;
      return world.shop.dieAt(step.at, step.when);
    case 'refund':
      return refund(real, step.which, step.part);
    case 'dispute':
      return dispute(real, step.which, step.status);
    case 'wait':
      return world.advance(step.ms);
    case 'reprice':
      return world.shop.reprice(step.price);
  }
}

/** A double click: the second does not wait for the first. */
async function both(twice: boolean, act: () => Promise<void> | undefined): Promise<void> {
  await Promise.all([act(), ...(twice ? [act()] : [])]);
}

async function place(real: Real, page: Tab, gateway: Gateway): Promise<void> {
  const { browser } = page;
  if (browser.access) return payAgain(real, page, gateway);
  const lines = { line_items: [{ item: { id: 'whisk' }, quantity: 1 }] };
  const fulfillment = { country: 'DE', option_id: 'post' };
  const quote = await send(real, page, 'POST', '/quotes', { body: { ...lines, fulfillment } });
  if (quote?.status !== 200) return;
  const { hash, totals } = quote.body as unknown as WireQuote;
  real.shown.set(hash, totals.find(({ type }) => type === 'total')?.amount ?? 0);
  // Another wish is another order; the same one, sent again, must come to the same.
  if (browser.wish?.hash !== hash || browser.wish.gateway !== gateway.name) {
    browser.key = newKey();
    browser.wish = { hash, gateway: gateway.name };
  }
  const body = {
    ...lines,
    fulfillment,
    quote_hash: hash,
    buyer: { email: 'aiko@example.com' },
    shipping_address: {
      full_name: 'Aiko',
      street_address: 'Teeweg 5',
      address_locality: 'Köln',
      address_country: 'DE',
    },
    gateway: gateway.name,
  };
  const reply = await send(real, page, 'POST', '/orders', { body, key: browser.key });
  if (reply?.status !== 201) return;
  const placed = reply.body as unknown as WirePlacedOrder;
  browser.access = { id: placed.order.id, token: placed.token };
  keepNext(real, page, placed);
}

async function payAgain(real: Real, page: Tab, gateway: Gateway): Promise<void> {
  const { access, paymentKey } = page.browser;
  if (!access) return;
  const reply = await send(real, page, 'POST', `/orders/${access.id}/payments`, {
    body: { gateway: gateway.name },
    key: paymentKey,
  });
  if (reply && reply.status < 300) keepNext(real, page, reply.body as unknown as WireAttempt);
  // The key was used for the other gateway: as after a definite no, the next try is another one.
  if (reply?.body['code'] === 'key_reused') page.browser.paymentKey = newKey();
}

function keepNext(real: Real, page: Tab, { payment, next }: WireAttempt): void {
  const gateway = real.world.gateways.find(({ name }) => name === payment.gateway);
  const secret = next.type === 'confirm' ? next.client['client_secret'] : undefined;
  const [id = ''] = secret?.split('_secret_') ?? [];
  page.next = gateway && secret ? { gateway, payment: id, secret } : undefined;
}

async function confirm(real: Real, page: Tab, number: string): Promise<void> {
  if (!page.next) return;
  const { gateway, payment, secret } = page.next;
  const card = { number, expiry: '11/38', cvc: '737' };
  const answer = await real.world.frame(gateway, `/payments/${payment}/confirm`, {
    client_secret: secret,
    card,
  });
  await hear(real, page, answer.status);
}

async function challenge(real: Real, page: Tab, accept: boolean): Promise<void> {
  if (!page.next) return;
  const { gateway, payment, secret } = page.next;
  const answer = await real.world.frame(gateway, `/payments/${payment}/challenge`, {
    client_secret: secret,
    accept,
  });
  await hear(real, page, answer.status);
}

/** What the gateway's script tells the page, if its answer comes. */
async function hear(real: Real, page: Tab, status: string | undefined): Promise<void> {
  if (take1(real)) return;
  if (status === 'declined') page.browser.paymentKey = newKey();
  if (status === 'succeeded') await look(real, page, '?redirect_status=succeeded');
}

/** Looks at the order, and at the truth: no shopper may be told that nothing was charged while it was. */
async function look(real: Real, page: Tab, query: string): Promise<void> {
  const { access } = page.browser;
  if (!access) return;
  const reply = await send(real, page, 'GET', `/orders/${access.id}${query}`, {});
  if (reply?.status !== 200) return;
  const order = reply.body as unknown as WireOrder;
  const taken = chargesOf(
    real.world,
    order.payments.map(({ id }) => id),
  ).length;
  const failed = ['unpaid', 'canceled', 'expired'].includes(order.payment_status);
  assert.ok(!(failed && taken > 0), `the shopper is told "${order.payment_status}" though money was taken`);
}

async function sweep(real: Real, times: number): Promise<void> {
  const ends = await Promise.allSettled(Array.from({ length: times }, () => real.world.shop.sweep()));
  for (const end of ends) if (end.status === 'rejected' && !real.dying) throw end.reason;
}

async function send(
  real: Real,
  page: Tab,
  method: string,
  path: string,
  ask: { body?: unknown; key?: string },
): Promise<Reply | undefined> {
  const token = path.startsWith('/orders/') ? page.browser.access?.token : undefined;
  const reply = await real.world.ask(method, path, { ...ask, ...(token !== undefined && { token }) });
  if (!real.dying)
    assert.ok(reply.status !== 500 && reply.status !== 503, `${method} ${path} answered ${reply.status}`);
  return take1(real) ? undefined : reply;
}

/** Whether this answer is lost. */
function take1(real: Real): boolean {
  const lost = real.loses;
  real.loses = false;
  return lost;
}

/** The merchant gives money back at the gateway. */
async function refund(real: Real, which: number, part: boolean): Promise<void> {
  const paid = real.world.gateways.flatMap((gateway) =>
    gateway.service.payments
      .filter(({ status }) => status === 'succeeded')
      .map((payment) => ({ gateway, payment })),
  );
  const chosen = paid[which % Math.max(1, paid.length)];
  if (!chosen) return;
  const { gateway, payment } = chosen;
  const amount = part ? Math.ceil(payment.amount / 3) : payment.amount - payment.amount_refunded;
  const headers = { authorization: `Bearer ${gateway.secretKey}`, 'idempotency-key': newKey() };
  const url = `https://${gateway.name}.test/v1/payments/${payment.id}/refunds`;
  await gateway.service.fetch(
    new Request(url, { method: 'POST', headers, body: JSON.stringify({ amount }) }),
  );
}

function dispute(real: Real, which: number, status: 'open' | 'won' | 'lost'): void {
  const paid = real.world.gateways.flatMap(({ service }) =>
    service.payments
      .filter(
        (payment) => payment.status === 'succeeded' && (status === 'open') === (payment.dispute === null),
      )
      .map(
        ({ id }) =>
          () =>
            service.dispute(id, status),
      ),
  );
  paid[which % Math.max(1, paid.length)]?.();
}

/** The payments with these references that took money, at whatever gateway. */
export const chargesOf = (world: World, references: readonly string[]) =>
  world.gateways.flatMap(({ service }) =>
    service.payments.filter(
      ({ status, reference }) => status === 'succeeded' && references.includes(reference),
    ),
  );
