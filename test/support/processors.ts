/** The processors that the conformance kit finds behind our own gateways: the sandbox's real service, Paymax, the till. */
import type { Clock, Processor } from '../../src/conformance/index.js';
import { offlineGateway } from '../../src/gateways/offline/server.js';
import { redirectGateway } from '../../src/gateways/redirect/server.js';
import { createSandboxGateway, sandboxGateway } from '../../src/gateways/sandbox/index.js';
import { signTimestamped } from '../../src/gateways/signature.js';
import { fromDecimal, money } from '../../src/money.js';
import { createPaperGateway, type PaperEvent, type PaperPayment } from './paper-gateway.js';
import { createPaymax, PAYMAX } from './paymax.js';

export const SANDBOX_KEYS = {
  secretKey: 'sandbox_sk_conformance_1',
  publishableKey: 'sandbox_pk_conformance_1',
  webhookSecret: 'sandbox_whsec_conformance_1',
};
const AT = 'http://127.0.0.1:4243';
const CARDS = { pay: '4242424242424242', decline: '4000000000009995' };

/** The sandbox as it is, in this process; `hosted`: its own page is walked through instead of the card frame. */
export function sandboxProcessor({ now }: Clock, page: 'frame' | 'hosted' = 'frame'): Processor {
  const service = createSandboxGateway({ ...SANDBOX_KEYS, callbackUrl: 'https://shop.example/none', now });
  service.setCallbacks({ drop: true });
  const call = async (path: string, init: RequestInit): Promise<Response> =>
    service.fetch(new Request(AT + path, init));
  const secretKey = { authorization: `Bearer ${SANDBOX_KEYS.secretKey}` };
  return {
    gateway: sandboxGateway({
      ...SANDBOX_KEYS,
      url: AT,
      page,
      webhookSecrets: [SANDBOX_KEYS.webhookSecret],
      fetch: async (input, init) => service.fetch(new Request(input, init)),
    }),
    async act(deed, { next }) {
      const card = { number: deed === 'decline' ? CARDS.decline : CARDS.pay, expiry: '11/38', cvc: '737' };
      if (next.type === 'redirect') {
        const form = new URLSearchParams({ ...card, do: deed === 'cancel' ? 'cancel' : 'pay' });
        await call(new URL(next.url).pathname, { method: 'POST', body: form });
      } else if (next.type === 'confirm') {
        const secret = next.client['client_secret'] ?? '';
        const payment = `/v1/payments/${secret.split('_secret_')[0] ?? ''}`;
        if (deed === 'cancel')
          await call(`${payment}/cancel`, { method: 'POST', headers: secretKey, body: '{}' });
        else
          await call(`${payment}/confirm`, {
            method: 'POST',
            body: JSON.stringify({ client_secret: secret, card }),
          });
      }
      return undefined;
    },
    callbacks: () =>
      Promise.resolve(
        service.events.map((event) => {
          const body = JSON.stringify(event);
          const signature = signTimestamped(
            new TextEncoder().encode(body),
            SANDBOX_KEYS.webhookSecret,
            now(),
          );
          return { headers: { 'content-type': 'application/json', 'sandbox-signature': signature }, body };
        }),
      ),
    charges: () =>
      Promise.resolve(
        service.events
          .filter(({ type }) => type === 'payment.succeeded')
          .map(({ data: { payment } }) => ({
            reference: payment.reference,
            amount: money(payment.amount, payment.currency),
          })),
      ),
    refunds: () =>
      Promise.resolve(
        service.payments
          .filter(({ amount_refunded: back }) => back > 0)
          .map(({ reference, amount_refunded: back, currency }) => ({
            reference,
            amount: money(back, currency),
          })),
      ),
    stop() {
      service.close();
      return Promise.resolve();
    },
  };
}

export function paymaxProcessor({ now }: Clock): Processor {
  const paymax = createPaymax();
  const secrets = [PAYMAX.secret];
  const STATES = { pay: 'OK', decline: 'FAILED', cancel: 'CANCELED' } as const;
  return {
    gateway: redirectGateway({
      name: 'paymax',
      mode: 'test',
      account: PAYMAX.merchant,
      url: PAYMAX.url,
      amount: 'decimal',
      fields: { merchant: PAYMAX.merchant, order: '{reference}', amount: '{amount}', currency: '{currency}', back: '{return_url}' },
      signature: { algorithm: 'hmac-sha256', secrets, over: ['merchant', 'order', 'amount', 'currency', 'back'], field: 'sig' },
      callback: {
        signature: { algorithm: 'hmac-sha256', secrets, over: ['order', 'amount', 'currency', 'state', 'at'], field: 'sig' },
        fields: { reference: 'order', amount: 'amount', currency: 'currency', status: 'state', time: 'at' },
        statuses: { OK: 'paid', FAILED: 'declined', CANCELED: 'canceled' },
      },
    }), // prettier-ignore
    act(deed, { next }) {
      if (next.type === 'redirect') paymax.act(paymax.open(next.fields).order, STATES[deed]);
      return Promise.resolve(undefined);
    },
    callbacks: () => Promise.resolve(paymax.notes.map((note) => paymax.callback(note, now()))),
    charges: () =>
      Promise.resolve(
        [...paymax.payments.values()].flatMap(({ order, amount, currency, charges }) =>
          Array.from({ length: charges }, () => ({
            reference: order,
            amount: fromDecimal(amount, currency),
          })),
        ),
      ),
  };
}

/** The paper gateway, which charges by token: the shopper's deed is a token, and the store's own call takes the money. */
export function paperProcessor({ now }: Clock): Processor {
  const gateway = createPaperGateway({ now: () => now().getTime(), tokens: true, cancels: true });
  const heard = new Map<string, PaperEvent>();
  const paid = (): PaperPayment[] => [...gateway.ledger.values()].filter(({ status }) => status === 'paid');
  return {
    gateway,
    act: () => Promise.resolve('single-use-token'),
    callbacks() {
      for (const { reference } of paid())
        if (!heard.has(reference)) heard.set(reference, gateway.event(gateway.report(reference)));
      return Promise.resolve([...heard.values()].map((event) => gateway.sign([event])));
    },
    charges: () =>
      Promise.resolve(
        paid().flatMap(({ reference, amount, charges }) =>
          Array.from({ length: charges }, () => ({ reference, amount })),
        ),
      ),
  };
}

export const offlineProcessor = (): Processor => ({
  gateway: offlineGateway({
    name: 'bank-transfer',
    title: 'Bank transfer',
    instructions: 'Please send {total}, with the words “order {number}”.',
    mode: 'test',
  }),
  act: () => Promise.resolve(undefined),
  callbacks: () => Promise.resolve([]),
  charges: () => Promise.resolve([]),
});
