import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Attempt, GatewayEvent, RawCallback, ServerGateway } from '../../src/gateways/gateway-server.js';
import { redirectGateway, type RedirectOptions } from '../../src/gateways/redirect/server.js';
import { money } from '../../src/money.js';
import { createPaymax, PAYMAX } from '../support/paymax.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const secrets = [PAYMAX.secret];
const OPTIONS: RedirectOptions = {
  name: 'paymax',
  title: 'Card or bank, at Paymax',
  mode: 'live',
  account: PAYMAX.merchant,
  url: PAYMAX.url,
  amount: 'decimal',
  fields: { merchant: PAYMAX.merchant, order: '{reference}', amount: '{amount}', currency: '{currency}', back: '{return_url}' },
  signature: { algorithm: 'hmac-sha256', secrets, over: ['merchant', 'order', 'amount', 'currency', 'back'], field: 'sig' },
  callback: {
    signature: { algorithm: 'hmac-sha256', secrets, over: ['order', 'amount', 'currency', 'state', 'at'], field: 'sig' },
    fields: { reference: 'order', amount: 'amount', currency: 'currency', status: 'state', time: 'at' },
    statuses: { OK: 'paid', FAILED: 'declined', CANCELED: 'canceled', SEEN: null },
  },
}; // prettier-ignore
type Callback = RedirectOptions['callback'];
const paymax = (change: Partial<RedirectOptions> = {}, callback: Partial<Callback> = {}): ServerGateway =>
  redirectGateway({
    ...OPTIONS,
    ...change,
    callback: { ...(change.callback ?? OPTIONS.callback), ...callback },
  });

const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  paymentId: 'pay_1', orderId: 'ord_1', key: 'key_1', amount: money(1234, 'EUR'), gatewayPaymentId: null,
  createdAt: NOW, returnUrl: 'https://shop.example/order.html?store_order=ord_1', buyer: { email: 'a@b.example', locale: 'de' }, ...change,
}); // prettier-ignore
const { signal } = new AbortController();
const NOTE = { order: 'pay_1', amount: '12.34', currency: 'EUR', state: 'OK' };
const raw = (sent: { headers: Record<string, string>; body: string }, receivedAt = NOW): RawCallback => ({
  headers: new Headers(sent.headers),
  body: new TextEncoder().encode(sent.body),
  receivedAt,
});
const verify = async (gateway: ServerGateway, callback: RawCallback): Promise<GatewayEvent> => {
  const [event, ...more] = await gateway.verifyCallback(callback);
  assert.ok(event && !more.length);
  return event;
};
const refuses = (gateway: ServerGateway, callback: RawCallback, why?: string): Promise<void> =>
  assert.rejects(async () => gateway.verifyCallback(callback), { code: 'callback_refused' }, why);

describe('a gateway that is described, not written', () => {
  it('sends the shopper there with a form that the processor takes, the same at every repetition', async () => {
    const processor = createPaymax();
    for (let again = 0; again < 2; again++) {
      const { next, gatewayPaymentId, report } = await paymax().start(attempt(), signal);
      assert.ok(next.type === 'redirect' && next.method === 'POST');
      assert.deepEqual([next.url, gatewayPaymentId, report], [PAYMAX.url, null, undefined]);
      processor.open(next.fields);
    }
    assert.deepEqual([...processor.payments.values()].map(({ order, amount, back }) => [order, amount, back]),
      [['pay_1', '12.34', attempt().returnUrl]]);
    assert.deepEqual(paymax().describe().redirect_hosts, ['pay.paymax.example']);
  }); // prettier-ignore

  it('fills in an address without letting a value out of its place (T-16)', async () => {
    const url = 'https://pay.paymax.example/{order}/start?mail={email}&when={created}&{currency}={reference}';
    const sly = attempt({ orderId: '../../@evil.example', buyer: { email: 'a@b?x=1&y#z', locale: 'de' } });
    const { next } = await paymax({ url, method: 'GET' }).start(sly, signal);
    assert.ok(next.type === 'redirect');
    const at = new URL(next.url);
    assert.equal(at.host, 'pay.paymax.example');
    assert.equal(at.pathname, '/..%2F..%2F%40evil.example/start');
    assert.deepEqual([...at.searchParams], [['mail', 'a@b?x=1&y#z'], ['when', '1795435200'], ['EUR', 'pay_1']]);
  }); // prettier-ignore

  it('writes amounts as the processor wants them, with the decimals the currency has (T-24)', async () => {
    for (const [amount, currency, decimal] of [[1234, 'EUR', '12.34'], [1234, 'JPY', '1234'], [1234, 'KWD', '1.234'], [5, 'EUR', '0.05']] as const) {
      for (const format of ['minor', 'decimal'] as const) {
        const gateway = paymax({ amount: format });
        const { next } = await gateway.start(attempt({ amount: money(amount, currency) }), signal);
        assert.ok(next.type === 'redirect');
        const written = format === 'minor' ? String(amount) : decimal;
        assert.equal(next.fields['amount'], written);
        const event = await verify(gateway, raw(createPaymax().callback({ ...NOTE, amount: written, currency }, NOW)));
        assert.deepEqual(event.report?.amount, money(amount, currency));
      }
    }
  }); // prettier-ignore

  it('believes the processor’s own callback, and reports every word of it', async () => {
    const event = await verify(paymax(), raw(createPaymax().callback(NOTE, NOW)));
    assert.deepEqual({ ...event, eventId: '' }, {
      eventId: '', type: 'OK', occurredAt: NOW,
      report: {
        gatewayPaymentId: 'pay_1', reference: 'pay_1', status: 'paid', amount: money(1234, 'EUR'), account: 'm-17', mode: 'live',
        declineCode: null, refunded: null,
      },
    });
    assert.match(event.eventId, /^signed:[\w-]{43}$/);
    const again = await verify(paymax(), raw(createPaymax().callback(NOTE, NOW)));
    assert.equal(again.eventId, event.eventId);
    const other = await verify(paymax(), raw(createPaymax().callback({ ...NOTE, state: 'CANCELED' }, NOW)));
    assert.notEqual(other.eventId, event.eventId);
  }); // prettier-ignore

  it('believes nothing with any one byte changed, added or left out, nor another secret (T-10, WH-1)', async () => {
    const { headers, body } = createPaymax().callback(NOTE, NOW);
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 33, max: 126 }), fc.nat(2), async (at, code, how) => {
        const letter = String.fromCharCode(code);
        const changed = [
          body.slice(0, at) + letter + body.slice(at + 1),
          body.slice(0, at) + letter + body.slice(at),
          body.slice(0, at) + body.slice(at + 1),
        ][how];
        if (changed === undefined || sameForm(changed, body)) return;
        await refuses(paymax(), raw({ headers, body: changed }), changed);
      }),
      { numRuns: 2000 },
    );
    await refuses(paymax(), raw(createPaymax().callback(NOTE, NOW, 'another-secret-of-someone')));
    for (const nothing of ['', '&', 'sig=', '\u0000', 'order=pay_1'])
      await refuses(paymax(), raw({ headers, body: nothing }));
    await refuses(paymax(), { headers: new Headers(), body: new Uint8Array([0xff, 0xfe]), receivedAt: NOW });
  }); // prettier-ignore

  /** Whether both say the same to who reads them: an upper-case signature, a second way to write a letter. */
  const sameForm = (a: string, b: string): boolean => {
    const read = (text: string): string => {
      const form = new URLSearchParams(text);
      form.set('sig', form.get('sig')?.toLowerCase() ?? '');
      const known = ['order', 'amount', 'currency', 'state', 'at', 'sig'];
      return JSON.stringify(known.map((name) => form.getAll(name)));
    };
    return read(a) === read(b);
  };

  it('reads no field twice, and none that is not signed', async () => {
    const { headers, body } = createPaymax().callback(NOTE, NOW);
    for (const name of ['order', 'amount', 'currency', 'state', 'at', 'sig']) {
      await refuses(paymax(), raw({ headers, body: `${body}&${name}=x` }), name);
      await refuses(paymax(), raw({ headers, body: `${name}=x&${body}` }), name);
    }
    const extra = await verify(paymax(), raw({ headers, body: `${body}&more=x` }));
    assert.equal(extra.report?.status, 'paid');
  });

  it('takes no message that is too old or from the future (T-11)', async () => {
    for (const [seconds, fine] of [[0, true], [299, true], [301, false], [-299, true], [-301, false], [86_400, false]] as const) {
      const callback = raw(createPaymax().callback(NOTE, new Date(NOW.getTime() - seconds * 1000)));
      if (fine) await verify(paymax(), callback);
      else await refuses(paymax(), callback, String(seconds));
    }
    const patient = paymax({}, { tolerance: 600 });
    await verify(patient, raw(createPaymax().callback(NOTE, new Date(NOW.getTime() - 599_000))));
  }); // prettier-ignore

  it('asks for a word that it does not know to come again, and keeps quiet about one that says nothing', async () => {
    assert.equal((await verify(paymax(), raw(createPaymax().callback({ ...NOTE, state: 'SEEN' }, NOW)))).report, undefined);
    const odd = raw(createPaymax().callback({ ...NOTE, state: 'SETTLED' }, NOW));
    await assert.rejects(async () => paymax().verifyCallback(odd), { code: 'gateway_settings' });
    const proto = raw(createPaymax().callback({ ...NOTE, state: 'constructor' }, NOW));
    await assert.rejects(async () => paymax().verifyCallback(proto), { code: 'gateway_settings' });
  }); // prettier-ignore

  it('refuses a signed amount that is none', async () => {
    for (const amount of ['', '12,34', '1e3', ' 12', '12.345', '-', '12.34 EUR', 'NaN', '9'.repeat(20)])
      await refuses(paymax(), raw(createPaymax().callback({ ...NOTE, amount }, NOW)), amount);
  });

  it('signs so that no two messages look alike, unless the processor demands otherwise and it was said so', async () => {
    const over = ['order', 'amount', 'currency', 'state', 'at'];
    const joined = (canonical: { join: string }, note: typeof NOTE): RawCallback => {
      const fields: Record<string, string> = { ...note, at: String(NOW.getTime() / 1000) };
      const text = over.map((name) => fields[name]).join(canonical.join);
      const sig = createHmac('sha512', PAYMAX.secret).update(text).digest('base64');
      return raw({ headers: {}, body: new URLSearchParams({ ...fields, sig }).toString() });
    };
    const with_ = (canonical: NonNullable<Callback['signature']['canonical']>): ServerGateway =>
      paymax({}, { signature: { algorithm: 'hmac-sha512', encoding: 'base64', secrets, over, field: 'sig', canonical } });
    const pipe = with_({ join: '|' });
    assert.equal((await verify(pipe, joined({ join: '|' }, NOTE))).report?.status, 'paid');
    // Genuine, but two readings of it would be.
    await refuses(pipe, joined({ join: '|' }, { ...NOTE, order: 'pay_1|9' }));
    const strung = with_({ join: '', ambiguous: true });
    assert.equal((await verify(strung, joined({ join: '' }, NOTE))).report?.status, 'paid');
    const shifted = { ...NOTE, order: 'pay_11', amount: '2.34' };
    const sameText = joined({ join: '' }, shifted);
    assert.equal((await verify(strung, sameText)).report?.amount.amount, 234, 'this is what "ambiguous" says');
    assert.throws(() => with_({ join: '' }), /ambiguous/);
  }); // prettier-ignore

  it('verifies raw JSON bodies with a header, a time before them, and fields that lie inside', async () => {
    const gateway = paymax({}, {
      format: 'json',
      signature: { algorithm: 'hmac-sha256', secrets, over: 'body', header: 'X-Signature', encoding: 'base64url', timestamp: 'X-Time' },
      fields: { reference: 'data.ref', amount: 'data.amount', currency: 'data.currency', status: 'event', id: 'data.id', eventId: 'id' },
      statuses: { 'payment.paid': 'paid' },
    });
    const send = (json: object, at = NOW, time = String(at.getTime() / 1000)): RawCallback => {
      const body = JSON.stringify(json);
      const signature = createHmac('sha256', PAYMAX.secret).update(`${time}.${body}`).digest('base64url');
      return raw({ headers: { 'x-signature': signature, 'x-time': time }, body });
    };
    const paid = { id: 'ev_1', event: 'payment.paid', data: { id: 'tx_9', ref: 'pay_1', amount: '12.34', currency: 'EUR' } };
    const event = await verify(gateway, send(paid));
    assert.deepEqual([event.eventId, event.report?.gatewayPaymentId], ['ev_1', 'tx_9']);
    await refuses(gateway, send(paid, new Date(NOW.getTime() - 400_000)));
    await refuses(gateway, send(paid, NOW, ''));
    await refuses(gateway, send({ ...paid, data: { ...paid.data, amount: 12.34 } }), 'a number that may be written in two ways');
    await refuses(gateway, send({ ...paid, data: null }));
    await refuses(gateway, send([]));
  }); // prettier-ignore

  it('takes a new secret beside the old one, and signs with the first (WH-2)', async () => {
    const both = paymax({}, { signature: { ...OPTIONS.callback.signature, secrets: ['the-next-secret-of-paymax', PAYMAX.secret] } });
    await verify(both, raw(createPaymax().callback(NOTE, NOW)));
    await verify(both, raw(createPaymax().callback(NOTE, NOW, 'the-next-secret-of-paymax')));
    await refuses(paymax(), raw(createPaymax().callback(NOTE, NOW, 'the-next-secret-of-paymax')));
  }); // prettier-ignore

  it('does only what the processor can do', async () => {
    const plain = paymax();
    assert.deepEqual([plain.cancel, plain.refund, await plain.retrieve(attempt(), signal)], [undefined, undefined, undefined]);
    const able = paymax({ cancel: () => Promise.resolve(undefined), expiry: 600_000 });
    assert.ok(able.cancel && able.expiry === 600_000);
  }); // prettier-ignore

  it('refuses a description that could not work or not protect, with the cure', () => {
    const { callback } = OPTIONS;
    const wrong: readonly (readonly [RegExp, Partial<RedirectOptions>])[] = [
      [/https/, { url: 'http://pay.paymax.example/' }],
      [/https/, { url: 'javascript:alert(1)' }],
      [/host written out/, { url: 'https://{order}.paymax.example/' }],
      [/host written out/, { url: 'https://{order}/' }],
      [/no placeholder \{oder\}/, { fields: { ...OPTIONS.fields, x: '{oder}' } }],
      [/\{reference\} must be sent/, { fields: { amount: '{amount}' }, signature: { ...OPTIONS.signature!, over: ['amount'] } }],
      [/over "nothing"/, { signature: { ...OPTIONS.signature!, over: ['nothing'] } }],
      [/overwrite/, { signature: { ...OPTIONS.signature!, field: 'amount' } }],
      [/16 characters/, { signature: { ...OPTIONS.signature!, secrets: ['short'] } }],
      [/16 characters/, { callback: { ...callback, signature: { ...callback.signature, secrets: [] } } }],
      [/hmac-sha256/, { callback: { ...callback, signature: { ...callback.signature, algorithm: 'md5' as 'hmac-sha256' } } }],
      [/not signed/, { callback: { ...callback, fields: { ...callback.fields, id: 'tx' } } }],
      [/not signed/, { callback: { ...callback, signature: { ...callback.signature, over: ['order', 'state', 'at', 'currency'] } } }],
      [/callback.currency/, { callback: { ...callback, fields: { reference: 'order', amount: 'amount', status: 'state' } } }],
      [/tolerance/, { callback: { ...callback, tolerance: 0 } }],
      [/tolerance/, { callback: { ...callback, tolerance: 86_400 } }],
      [/timestamp/, { callback: { ...callback, signature: { ...callback.signature, timestamp: 'x-time' } } }],
      [/expiry/, { expiry: 5 }],
    ];
    for (const [cure, change] of wrong) assert.throws(() => redirectGateway({ ...OPTIONS, ...change }), cure);
    assert.throws(() => redirectGateway({ ...OPTIONS, url: 'http://pay.paymax.example/' }), TypeError);
    assert.ok(redirectGateway({ ...OPTIONS, mode: 'test', url: 'http://localhost:4243/pay' }));
  }); // prettier-ignore
});
