/**
 * Callbacks that are not what they seem, at every kind of verifier there is. What the store makes of genuine ones is in
 * callbacks.test.ts. FUZZ_RUNS sets how many mutations are tried (default 10 000 over all gateways on SQLite).
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { WirePlacedOrder, WireProblem } from '../../src/api/wire.js';
import { sandboxGateway } from '../../src/gateways/sandbox/server.js';
import { signTimestamped } from '../../src/gateways/signature.js';
import { stripeGateway } from '../../src/gateways/stripe/server.js';
import { money } from '../../src/money.js';
import type { OrderMessage } from '../../src/server/index.js';
import { codeOf, startServer, type Answer, type TestServer } from '../support/server.js';
import { databaseKind } from '../support/databases.js';
import { writtenIn } from '../support/written.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? (databaseKind === 'sqlite' ? 10_000 : 2000));

const SECRET = 'sandbox_whsec_forgery_0123456789abcdef';
const STRIPE_SECRET = 'whsec_forgery_0123456789abcdef01234567';

/** A message as it comes over the wire. */
interface Message {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is needed to send a genuine message of a gateway, and a forged one. */
interface Sender {
  readonly name: string;
  readonly header: string;
  /** Says that the payment was made; signed at `at` with `secret`. */
  says(placed: WirePlacedOrder, how?: { at?: number; secret?: string }): Message;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const stripeEvent = (placed: WirePlacedOrder, at: number, n: number): object => ({
  ...{ id: `evt_forgery_${n}`, object: 'event', livemode: false, created: Math.floor(at / 1000) },
  ...{
    api_version: '2026-10-28.endive',
    type: 'payment_intent.succeeded',
    pending_webhooks: 1,
    request: null,
  },
  data: {
    object: {
      ...{ id: 'pi_forgery', object: 'payment_intent', status: 'succeeded', livemode: false },
      ...{ amount: placed.payment.amount, amount_received: placed.payment.amount, currency: 'eur' },
      ...{ capture_method: 'automatic', latest_charge: null, last_payment_error: null },
      metadata: { store_payment: placed.payment.id, store_order: placed.order.id },
    },
  },
});

const sandboxEvent = (placed: WirePlacedOrder, at: number, n: number): object => ({
  ...{ id: `sbx_evt_forgery${n}`, type: 'payment.succeeded', created: Math.floor(at / 1000), account: 'sbx' },
  livemode: false,
  data: {
    payment: {
      ...{
        id: 'sbx_pay_forgery',
        amount: placed.payment.amount,
        currency: 'EUR',
        reference: placed.payment.id,
      },
      ...{ status: 'succeeded', account: 'sbx', livemode: false, decline_code: null, amount_refunded: 0 },
      ...{ dispute: null, card: null, created: Math.floor(at / 1000) },
    },
  },
});

async function startShop(t: TestContext): Promise<{ shop: TestServer; senders: readonly Sender[] }> {
  const shop = await startServer(t, {
    more: (now) => [
      sandboxGateway({
        ...{
          secretKey: 'sandbox_sk_forgery_0123456789abcdef',
          publishableKey: 'sandbox_pk_forgery_0123456789',
        },
        ...{ webhookSecrets: [SECRET], url: 'http://127.0.0.1:1' },
      }),
      stripeGateway({
        ...{
          secretKey: 'sk_test_forgery',
          publishableKey: 'pk_test_forgery',
          webhookSecrets: [STRIPE_SECRET],
        },
        clock: now,
      }),
    ],
  });
  let counter = 0;
  const timestamped = (
    name: string,
    header: string,
    own: string,
    make: (placed: WirePlacedOrder, at: number, n: number) => object,
  ): Sender => ({
    ...{ name, header },
    says: (placed, { at = shop.now(), secret = own } = {}) => {
      const body = bytes(JSON.stringify(make(placed, shop.now(), (counter += 1))));
      return { body, headers: { [header]: signTimestamped(body, secret, new Date(at)) } };
    },
  });
  const paper: Sender = {
    ...{ name: 'paper', header: 'paper-signature' },
    says: (placed, how = {}) => {
      const { body, headers } = shop.gateway.sign([shop.says(placed, 'paid')], how);
      return { body: bytes(body), headers };
    },
  };
  return {
    shop,
    senders: [
      paper,
      timestamped('sandbox', 'sandbox-signature', SECRET, sandboxEvent),
      timestamped('stripe', 'stripe-signature', STRIPE_SECRET, stripeEvent),
    ],
  };
}

const send = (shop: TestServer, to: string, { body, headers }: Message): Promise<Answer<WireProblem>> =>
  shop.send<WireProblem>('POST', `/callbacks/${to}`, body as Uint8Array<ArrayBuffer>, {
    headers,
    origin: null,
  });

function refused(answer: Answer<WireProblem>, about: string): void {
  assert.deepEqual([answer.status, codeOf(answer)], [400, 'callback_refused'], about);
  assert.equal(answer.body.detail, undefined, `${about}: and says not why`);
}

test('T-10, WH-1, I6: callbacks unsigned, wrongly signed, old, of the future or signed for somebody else', async (t) => {
  const { shop, senders } = await startShop(t);
  const placed = await shop.place();
  const written = await writtenIn(shop.database);
  const before = await written();
  for (const { name, header, says } of senders) {
    const { body, headers } = says(placed);
    const signature = headers[header]!;
    const other = senders.find((each) => each.name !== name)!;
    const forged: readonly (readonly [string, Message])[] = [
      // CVE-2026-0656, CVE-2025-14078: a callback that nobody signed made orders paid.
      ['unsigned', { body, headers: {} }],
      ['an empty signature', { body, headers: { [header]: '' } }],
      ['another secret', says(placed, { secret: 'whsec_of_somebody_else_0123456789abcdef' })],
      ['too old', says(placed, { at: shop.now() - 301_000 })],
      ['a day old', says(placed, { at: shop.now() - 86_400_000 })],
      ['of the future', says(placed, { at: shop.now() + 301_000 })],
      ['the signature of another body', { body: says(placed).body, headers }],
      ['signed by another gateway', other.says(placed)],
      ['the signature under another header', { body, headers: { 'x-signature': signature } }],
      ['the signature in the address', { body, headers: { [`${header}-x`]: signature } }],
      [
        'the signature twice',
        { body, headers: { [header]: `${signature},${signature.replace(/=./g, '=0')}` } },
      ],
      ['in capitals', { body, headers: { [header]: signature.toUpperCase() } }],
      ['without its time', { body, headers: { [header]: signature.replace(/t=\d+,/, '') } }],
      ['with an older scheme only', { body, headers: { [header]: signature.replace('v1=', 'v0=') } }],
      [
        're-serialised',
        { body: bytes(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1)), headers },
      ],
      ['with a byte order mark', { body: bytes(`\ufeff${new TextDecoder().decode(body)}`), headers }],
      ['with a line feed after it', { body: bytes(`${new TextDecoder().decode(body)}\n`), headers }],
      ['empty', { body: new Uint8Array(), headers }],
      [
        'of a megabyte of signature',
        { body, headers: { [header]: `${signature},v1=${'0'.repeat(100_000)}` } },
      ],
    ];
    for (const [what, message] of forged) refused(await send(shop, name, message), `${name}: ${what}`);
  }
  assert.equal(await written(), before, 'nothing was written');
  // The control: what was forged above is taken when it is genuine, whatever the case of the header's name.
  for (const { name, header, says } of senders) {
    const { body, headers } = says(placed);
    const answer = await send(shop, name, { body, headers: { [header.toUpperCase()]: headers[header]! } });
    assert.equal(answer.status, 200, `${name}: ${answer.text}`);
  }
  assert.notEqual(await written(), before);
});

test(`T-10: of ${RUNS} mutations of genuine callbacks none gets through, and nothing is written`, async (t) => {
  const { shop, senders } = await startShop(t);
  const placed = await shop.place();
  const written = await writtenIn(shop.database);
  const before = await written();
  const seen = { refused: 0 };
  const mutation = fc.record({
    sender: fc.constantFrom(...senders),
    where: fc.constantFrom('body', 'body', 'header'),
    what: fc.constantFrom('flip', 'replace', 'insert', 'remove', 'cut', 'double', 'swap'),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    bit: fc.nat({ max: 7 }),
    byte: fc.nat({ max: 255 }),
  });
  const mutate = (
    original: Uint8Array,
    { what, at, bit, byte }: { what: string; at: number; bit: number; byte: number },
  ): Uint8Array => {
    const n = Math.floor(at * original.length);
    const all = [...original];
    if (what === 'flip') all[n]! ^= 1 << bit;
    if (what === 'replace') all[n] = byte;
    if (what === 'insert') all.splice(n, 0, byte);
    if (what === 'remove') all.splice(n, 1);
    if (what === 'cut') all.length = n;
    if (what === 'double') all.push(...original.slice(n));
    if (what === 'swap') [all[n], all[(n + 1) % all.length]] = [all[(n + 1) % all.length]!, all[n]!];
    return Uint8Array.from(all);
  };
  await fc.assert(
    fc.asyncProperty(mutation, async ({ sender, where, ...how }) => {
      const { body, headers } = sender.says(placed);
      const original = where === 'body' ? body : bytes(headers[sender.header]!);
      const mutated = mutate(original, how);
      if (Buffer.from(mutated).equals(Buffer.from(original))) return;
      const text = Buffer.from(mutated).toString('latin1');
      // HTTP itself takes space off the ends, and does not carry other bytes in a header.
      if (
        where === 'header' &&
        (!/^[\x20-\x7e]*$/.test(text) || text.trim() === Buffer.from(original).toString())
      )
        return;
      const message =
        where === 'body' ? { body: mutated, headers } : { body, headers: { [sender.header]: text } };
      // An added part of another scheme changes nothing that is signed: `…,v1=<right>` stays right before it.
      if (where === 'header' && stillSigned(headers[sender.header]!, text)) return;
      refused(await send(shop, sender.name, message), `${sender.name}: ${text}`);
      seen.refused += 1;
    }),
    { numRuns: RUNS },
  );
  assert.ok(seen.refused > RUNS * 0.7, `${seen.refused} of ${RUNS} were mutations`);
  assert.equal(await written(), before);
});

/** Whether time and signature are still there as whole parts: then the message is genuine, with something beside it. */
function stillSigned(original: string, mutated: string): boolean {
  const parts = mutated.split(',');
  const times = parts.filter((part) => part.startsWith('t='));
  return times.length === 1 && original.split(',').every((part) => parts.includes(part));
}

test('T-11: a genuine callback replayed 50 times at once has one effect, and the merchant is told once', async (t) => {
  const told: OrderMessage[] = [];
  const shop = await startServer(t, { options: { onOrder: (message) => void told.push(message) } });
  const placed = await shop.place();
  const { headers, body } = shop.gateway.sign([shop.says(placed, 'paid')]);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => shop.send('POST', '/callbacks/paper', body, { headers, origin: null })),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  const written = await writtenIn(shop.database);
  const after = await written();
  await shop.send('POST', '/callbacks/paper', body, { headers, origin: null });
  assert.equal(await written(), after);
  await shop.server.deliver();
  assert.equal(told.filter(({ type }) => type === 'order.paid').length, 1);
  // Kept by a thief and sent again later it is too old, and changes nothing.
  shop.advance(301_000);
  refused(
    await shop.send('POST', '/callbacks/paper', body, { headers, origin: null }),
    'a replay after five minutes',
  );
});

test('T-12, I3: a callback of another order, or of another sum, pays nothing', async (t) => {
  const shop = await startServer(t);
  const cheap = await shop.place({ tea: 1 });
  const dear = await shop.place({ 'bowl-indigo': 5 });
  await shop.deliver(shop.says(cheap, 'paid'));
  assert.equal(
    (await shop.order(dear)).payment_status,
    'processing',
    'the one that was paid is the other one',
  );
  // The cheap payment, said to be for the dear order: CVE-2026-9189.
  const report = shop.gateway.report(cheap.payment.id, { status: 'paid' });
  await shop.deliver(shop.gateway.event({ ...report, reference: dear.payment.id }));
  const order = await shop.order(dear);
  assert.equal(order.payment_status, 'review');
  assert.notEqual(order.payments[0]?.status, 'paid');
  const less = await shop.place({ tea: 3 });
  for (const amount of [1, 4239, 4241, 0]) {
    const said = shop.gateway.report(less.payment.id, { status: 'paid', amount: money(amount, 'EUR') });
    await shop.deliver(shop.gateway.event(said));
    assert.equal((await shop.order(less)).payment_status, 'review', String(amount));
  }
});

test('T-10: what is signed but no message, and gateways there are none of', async (t) => {
  const { shop, senders } = await startShop(t);
  const genuine = senders[0]!.says(await shop.place());
  const written = await writtenIn(shop.database);
  const before = await written();
  const signed = (body: Uint8Array): Message => ({
    body,
    headers: { 'sandbox-signature': signTimestamped(body, SECRET, new Date(shop.now())) },
  });
  for (const body of [
    'null',
    '[]',
    '{}',
    '"x"',
    '{"id":1}',
    '{',
    '\u0000',
    '{"id":"sbx_evt_1","created":1e99}',
  ])
    refused(await send(shop, 'sandbox', signed(bytes(body))), body);
  refused(await send(shop, 'sandbox', signed(Uint8Array.of(0xff, 0xfe))), 'no text');
  for (const name of ['none', 'Stripe', 'constructor', '__proto__', 'toString', '..%2fstripe', '%00']) {
    const answer = await send(shop, name, genuine);
    assert.deepEqual([answer.status, codeOf(answer)], [404, 'gateway_unknown'], name);
  }
  const big = await send(shop, 'stripe', { body: new Uint8Array(10_000_000), headers: {} });
  assert.equal(big.status, 413);
  assert.equal(await written(), before);
});
