import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PaymentIntent, Stripe, StripeElements, StripeError } from '@stripe/stripe-js';
import { stripeAppearance, stripeLocale } from '../../src/gateways/stripe/appearance.js';
import { byElements, confirmPayment } from '../../src/gateways/stripe/confirm.js';
import { isStripeScript } from '../../src/gateways/stripe/trusted-types.js';
import type { ConfirmResult, ConfirmStep } from '../../src/gateways/gateway.js';
import { money } from '../../src/money.js';
import { frameFacts } from '../../src/security/facts.js';

const STEP: ConfirmStep = {
  client: { client_secret: 'pi_1_secret_1' },
  amount: money(2990, 'EUR'),
  returnUrl: 'https://shop.test/order.html',
  billing: {
    email: 'ana@example.com',
    fullName: 'Ana Reyes',
    lines: ['12 Harbour Street'],
    city: 'Portland',
    country: 'US',
  },
  submit: () => Promise.reject(new Error('Stripe takes no tokens')),
};

const intent = (status: PaymentIntent.Status, more: Partial<PaymentIntent> = {}): PaymentIntent =>
  ({ status, last_payment_error: null, ...more }) as PaymentIntent;

/** A clock whose waits end when the test says, and a Stripe whose answers stand here. */
function confirming(
  confirmed: Promise<{ error?: StripeError; paymentIntent?: PaymentIntent }>,
  looks: readonly (PaymentIntent | undefined)[] = [],
): { result: Promise<ConfirmResult>; asked: unknown[]; stop: AbortController } {
  const asked: unknown[] = [];
  const left = [...looks];
  const stop = new AbortController();
  const stripe = {
    confirmPayment: (options: unknown) => {
      asked.push(options);
      return confirmed;
    },
    retrievePaymentIntent: () => Promise.resolve({ paymentIntent: left.shift() }),
  } as unknown as Stripe;
  const wait = (_ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (left.length) resolve();
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  const world = { now: () => 0, wait };
  const confirming = byElements(stripe, {} as StripeElements, STEP, STEP.billing);
  return { result: confirmPayment({ stripe, world }, confirming, STEP, stop.signal), asked, stop };
}

const never = new Promise<never>(() => undefined);

describe('what Stripe.js answers to a confirm', () => {
  for (const [status, kind] of [
    ['succeeded', 'submitted'],
    ['requires_capture', 'submitted'],
    ['processing', 'processing'],
    ['requires_action', 'submitted'],
    ['requires_payment_method', 'canceled'],
    ['requires_confirmation', 'unknown'],
  ] as const)
    it(`${status} is ${kind}`, async () => {
      const { result } = confirming(Promise.resolve({ paymentIntent: intent(status) }));
      assert.deepEqual(await result, { kind });
    });

  const failed = { code: 'payment_intent_authentication_failure', type: 'invalid_request_error' } as const;
  for (const [what, error, expected] of [
    [
      'a decline',
      { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
      { kind: 'declined', code: 'insufficient_funds' },
    ],
    [
      'a fault in the form',
      { type: 'validation_error', message: 'Too short.' },
      { kind: 'invalid', message: 'Too short.' },
    ],
    [
      'a failed challenge',
      { ...failed, payment_intent: intent('requires_payment_method', { last_payment_error: failed }) },
      { kind: 'declined', code: 'authentication_failed' },
    ],
    ['a lost connection', { type: 'api_connection_error' }, { kind: 'unknown' }],
    ['a fault of Stripe', { type: 'api_error' }, { kind: 'unknown' }],
    ['a limit', { type: 'rate_limit_error' }, { kind: 'unknown' }],
    [
      'a payment that went on elsewhere',
      {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        payment_intent: intent('succeeded'),
      },
      { kind: 'submitted' },
    ],
    [
      'a state it did not expect',
      {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        payment_intent: intent('requires_action'),
      },
      { kind: 'unknown' },
    ],
  ] as const satisfies readonly (readonly [string, StripeError, ConfirmResult])[])
    it(`${what} is ${expected.kind}`, async () => {
      const { result } = confirming(Promise.resolve({ error }));
      assert.deepEqual(await result, expected);
    });

  it('a payment that our server has closed is a decline: the next try is another payment', async () => {
    const { result } = confirming(Promise.resolve({ paymentIntent: intent('canceled') }));
    assert.deepEqual(await result, { kind: 'declined', code: 'card_declined' });
  });

  it('what it throws is unknown, since nobody can say what was sent', async () => {
    const { result } = confirming(Promise.reject(new Error('IntegrationError')));
    assert.deepEqual(await result, { kind: 'unknown' });
  });

  it('nothing at all: the payment is looked at, as long as a challenge takes and no longer', async () => {
    const challenge = Array.from({ length: 40 }, () => intent('requires_action'));
    assert.deepEqual(await confirming(never, [...challenge, intent('succeeded')]).result, {
      kind: 'submitted',
    });
    assert.deepEqual(await confirming(never, [undefined, undefined, intent('processing')]).result, {
      kind: 'processing',
    });
    const idle = Array.from({ length: 3 }, () => intent('requires_payment_method'));
    assert.deepEqual(await confirming(never, idle).result, { kind: 'unknown' });
  });

  it('nothing any more, when the page lets go', async () => {
    const { result, stop } = confirming(never);
    stop.abort(new Error('gone'));
    assert.deepEqual(await result, { kind: 'unknown' });
  });

  it('is asked with what the store knows of the shopper, and nothing empty', async () => {
    const { result, asked } = confirming(Promise.resolve({ paymentIntent: intent('succeeded') }));
    await result;
    assert.deepEqual(asked, [
      {
        elements: {},
        clientSecret: 'pi_1_secret_1',
        confirmParams: {
          return_url: 'https://shop.test/order.html',
          payment_method_data: {
            billing_details: {
              name: 'Ana Reyes',
              email: 'ana@example.com',
              address: { line1: '12 Harbour Street', city: 'Portland', country: 'US' },
            },
          },
        },
        redirect: 'if_required',
      },
    ]);
  });
});

describe('the look of Stripe’s form', () => {
  it('is the theme’s, light or dark', () => {
    const look = {
      scheme: 'dark',
      colorText: 'rgb(240, 240, 240)',
      colorMuted: 'rgb(160, 160, 160)',
      colorSurface: 'rgb(20, 20, 20)',
      colorBorder: 'rgb(80, 80, 80)',
      colorAccent: 'rgb(120, 180, 255)',
      colorError: 'rgb(255, 120, 120)',
      radius: '12px',
      fontFamily: 'Inter, sans-serif',
      fontSize: '16px',
    } as const;
    const { theme, variables, rules } = stripeAppearance(look);
    assert.equal(theme, 'night');
    assert.equal(variables?.colorPrimary, look.colorAccent);
    assert.equal(variables.colorBackground, look.colorSurface);
    assert.equal(variables.borderRadius, '12px');
    assert.equal(variables.fontSizeBase, '16px');
    assert.equal(rules?.['.Input']?.['border'], `1px solid ${look.colorBorder}`);
    assert.equal(stripeAppearance({ ...look, scheme: 'light' }).theme, 'stripe');
  });

  it('speaks the page’s language, by the names Stripe has for it', () => {
    for (const [tag, locale] of [
      ['en', 'en'],
      ['en-US', 'en'],
      ['en-GB', 'en-GB'],
      ['de-CH', 'de'],
      ['pt-BR', 'pt-BR'],
      ['pt-PT', 'pt'],
      ['zh-TW', 'zh-TW'],
      ['zh-Hant-TW', 'zh'],
    ])
      assert.equal(stripeLocale(tag ?? ''), locale);
  });
});

describe('the origins of Stripe (CSP-3, PCI-2)', () => {
  it('lets scripts of js.stripe.com and its subdomains through, and nothing that looks like it', () => {
    for (const url of ['https://js.stripe.com/endive/a.js', 'https://m.js.stripe.com/a.js'])
      assert(isStripeScript(url), url);
    for (const url of [
      'http://js.stripe.com/a.js',
      'https://js.stripe.com.evil.example/a.js',
      'https://js.stripe.com@evil.example/a.js',
      'https://evil@js.stripe.com/a.js',
      'https://js.stripe.com:444/a.js',
      'https://evil.example/https://js.stripe.com/',
      'https://evil.example#.js.stripe.com',
      'https://evil.example\\.js.stripe.com',
      'https://notjs.stripe.com/a.js',
      'https://xjs.stripe.com/a.js',
      'https://jѕ.stripe.com/a.js',
      'https://stripe.com/a.js',
      '//js.stripe.com/a.js',
      '/a.js',
      'javascript:alert(1)//js.stripe.com',
      'data:text/javascript,1',
      'blob:https://js.stripe.com/1',
      '',
    ])
      assert(!isStripeScript(url), url);
  });

  it('may be declared with all their subdomains, which cover no other host', () => {
    const declared = ['https://js.stripe.com', 'https://*.js.stripe.com'];
    const genuine = (src: string): boolean => {
      const frame = { src, contentDocument: null };
      const mount = { querySelectorAll: () => [frame] } as unknown as ParentNode;
      const facts = frameFacts(mount, declared, 'https://shop.example');
      return facts.kind === 'frame' && facts.genuine;
    };
    for (const src of [
      'https://js.stripe.com/x.html',
      'https://b.js.stripe.com/',
      'https://a.b.js.stripe.com/',
    ])
      assert(genuine(src), src);
    for (const src of [
      'https://evil-js.stripe.com/',
      'https://js.stripe.com.evil.example/',
      'https://evil.example/.js.stripe.com',
      'http://b.js.stripe.com/',
      'https://b.js.stripe.com:8443/',
      'https://shop.example/',
      'about:blank',
      '',
    ])
      assert(!genuine(src), src);
  });
});
