import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Quote } from '../../src/api/types.js';
import type { Cart, CartSnapshot, DeliveryChoice } from '../../src/cart/cart.js';
import {
  createWalletAsks,
  priceOf,
  type WalletDesk,
  type WalletPayment,
} from '../../src/checkout/express.js';
import type { Fields } from '../../src/checkout/fields.js';
import { StoreError } from '../../src/errors.js';
import type { BillingContact, ConfirmStep } from '../../src/gateways/gateway.js';
import { money } from '../../src/money.js';

const usd = (amount: number) => money(amount, 'USD');
const option = (id: string, amount: number) => ({ id, title: id, description: '', amount: usd(amount) });
const quoteOf = (optionId: string | null, change: Partial<Quote> = {}): Quote => ({
  ready: true,
  hash: 'h',
  currency: 'USD',
  lines: [],
  totals: [
    { type: 'subtotal', amount: usd(4000), included: false },
    { type: 'discount', amount: usd(0), included: false },
    { type: 'fulfillment', amount: usd(600), included: false },
    { type: 'tax', amount: usd(700), included: true },
    { type: 'total', amount: usd(4600), included: false },
  ],
  total: usd(4600),
  delivery: { country: 'US', options: [option('post', 600), option('express', 1800)], optionId },
  messages: [],
  ...change,
});
const WANDA: BillingContact = {
  email: 'wanda@example.com',
  fullName: 'Wanda Wallet',
  lines: ['1 Pier Road', 'Flat 2'],
  city: 'Lisbon',
  country: 'PT',
};
const STEP: ConfirmStep = {
  client: {},
  amount: usd(4600),
  returnUrl: 'https://shop.test/',
  billing: WANDA,
  submit: () => Promise.resolve({ kind: 'submitted' }),
};

interface Seen {
  readonly chosen: DeliveryChoice[];
  readonly begun: { fields: Fields; payment: WalletPayment }[];
  mended: readonly string[];
  readonly told: string[];
  /** Another tab changes the cart: its price is on the way. */
  change: () => void;
}

/** A desk over a cart whose answers the test gives. */
function desk(
  answer: Partial<CartSnapshot>,
  mayBegin = true,
  next?: Quote,
): { asks: ReturnType<typeof createWalletAsks>; seen: Seen } {
  const seen: Seen = { chosen: [], begun: [], mended: [], told: [], change: () => undefined };
  let snapshot = {
    status: 'priced',
    quote: quoteOf('post'),
    delivery: { country: 'US', optionId: 'post' },
    ...answer,
  } as CartSnapshot;
  seen.change = () => (snapshot = { ...snapshot, status: 'pending' });
  const cart = {
    get: () => snapshot,
    setDelivery(choice: DeliveryChoice) {
      seen.chosen.push(choice);
      snapshot = { ...snapshot, delivery: choice };
    },
    refresh() {
      snapshot = {
        ...snapshot,
        quote: next ?? snapshot.quote,
        status: snapshot.status === 'failed' ? 'failed' : 'priced',
      };
      return Promise.resolve();
    },
  } as unknown as Cart;
  const shop: WalletDesk = {
    load: undefined as never,
    cart,
    config: () => undefined,
    mayBegin: () => mayBegin,
    tell: ({ kind }) => seen.told.push(kind),
    mend: (_fields, problems, { kind }) => (seen.mended = [kind, ...Object.keys(problems)]),
    begin: (fields, payment) => void seen.begun.push({ fields, payment }),
  };
  return { asks: createWalletAsks(shop, 'paymax', (type) => type), seen };
}

describe('what wallets may ask of the checkout', () => {
  it('shows rows that add up to what is charged, and the chosen way of delivery first', () => {
    const price = priceOf(quoteOf('express'), (type) => type);
    assert.deepEqual(price.lines, [
      { label: 'subtotal', amount: usd(4000) },
      { label: 'fulfillment', amount: usd(600) },
    ]);
    assert.equal(
      price.lines.reduce((sum, { amount }) => sum + amount.amount, 0),
      price.amount.amount,
    );
    assert.deepEqual(
      price.delivery.map(({ id }) => id),
      ['express', 'post'],
    );
  });

  it('opens no sheet while no payment may begin, or nothing has a price', () => {
    assert.equal(desk({}, false).asks.open(), undefined);
    assert.equal(desk({ status: 'pending' }).asks.open(), undefined);
    assert.equal(desk({ quote: quoteOf(null) }).asks.open(), undefined);
    assert.equal(desk({ quote: quoteOf('post', { total: usd(0) }) }).asks.open(), undefined);
    assert.equal(desk({}).asks.open()?.amount.amount, 4600);
  });

  it('says why no sheet opens, unless prices are just on their way', () => {
    for (const [answer, told] of [
      [{ quote: quoteOf(null) }, ['quote_blocked']],
      [{ status: 'failed', error: new StoreError('network_offline') }, ['error']],
      [{ status: 'pending' }, []],
    ] as const) {
      const { asks, seen } = desk(answer);
      asks.open();
      assert.deepEqual(seen.told, told);
    }
  });

  it('drops the way of delivery with the country it was for, and keeps the country with another way', async () => {
    const { asks, seen } = desk({});
    await asks.reprice({ country: 'DE' });
    await asks.reprice({ optionId: 'world' });
    assert.deepEqual(seen.chosen, [
      { country: 'DE', optionId: undefined },
      { country: 'DE', optionId: 'world' },
    ]);
  });

  it('says why when the store does not deliver there or can’t be reached', async () => {
    await assert.rejects(desk({ quote: quoteOf(null) }).asks.reprice({ country: 'NO' }), {
      code: 'quote_blocked',
    });
    const offline = new StoreError('network_offline');
    await assert.rejects(desk({ status: 'failed', error: offline }).asks.reprice({}), {
      code: 'network_offline',
    });
  });

  it('places the order for whom the wallet names, hands over the step, and takes how it ended', async () => {
    const { asks, seen } = desk({ delivery: { country: 'PT', optionId: 'post' } });
    asks.open();
    const placed = asks.place(WANDA);
    const [begun] = seen.begun;
    assert.equal(begun?.payment.gateway, 'paymax');
    assert.deepEqual(
      [begun.fields.fullName, begun.fields.street, begun.fields.extended, begun.fields.country],
      ['Wanda Wallet', '1 Pier Road', 'Flat 2', 'PT'],
    );
    const ended = begun.payment.confirm(STEP);
    assert.equal(await placed, STEP);
    asks.onResult({ kind: 'submitted' });
    assert.deepEqual(await ended, { kind: 'submitted' });
    // A late word of a sheet that is over changes nothing of the cart.
    asks.onResult({ kind: 'canceled' });
    assert.deepEqual(seen.chosen, []);
  });

  it('places nothing for a wallet that tells too little, and lets the form ask for it', async () => {
    const { asks, seen } = desk({});
    await assert.rejects(asks.place({ ...WANDA, lines: [], city: '' }), { code: 'request_invalid' });
    assert.deepEqual([seen.begun.length, seen.mended], [0, ['wallet', 'street', 'city']]);
  });

  it('prices an address the sheet did not ask about, and places nothing at another price than it showed', async () => {
    const same = desk({});
    same.asks.open();
    void same.asks.place(WANDA);
    await new Promise(setImmediate);
    assert.deepEqual([same.seen.begun.length, same.seen.chosen.at(-1)?.country], [1, 'PT']);
    const dearer = desk({}, true, quoteOf('post', { total: usd(9900) }));
    dearer.asks.open();
    await assert.rejects(dearer.asks.place(WANDA), { code: 'quote_changed' });
    assert.deepEqual([dearer.seen.begun.length, dearer.seen.mended], [0, ['quote_changed']]);
  });

  it('places nothing when the cart has changed since the sheet showed its price', async () => {
    const { asks, seen } = desk(
      { delivery: { country: 'PT', optionId: 'post' } },
      true,
      quoteOf('post', { total: usd(4700) }),
    );
    asks.open();
    seen.change();
    await assert.rejects(asks.place(WANDA), { code: 'quote_changed' });
    assert.deepEqual([seen.begun.length, seen.mended], [0, ['quote_changed']]);
  });

  it('closes the sheet when there was no order to pay', async () => {
    const { asks, seen } = desk({ delivery: { country: 'PT', optionId: 'post' } });
    asks.open();
    const placed = asks.place(WANDA);
    await new Promise(setImmediate);
    seen.begun[0]?.payment.close(new StoreError('quote_changed'));
    await assert.rejects(placed, { code: 'quote_changed' });
  });

  it('goes back to what was chosen before a sheet that was closed', async () => {
    const { asks, seen } = desk({});
    asks.open();
    await asks.reprice({ country: 'DE' });
    asks.onResult({ kind: 'canceled' });
    assert.deepEqual(seen.chosen.at(-1), { country: 'US', optionId: 'post' });
  });
});
