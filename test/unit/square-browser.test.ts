import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { TokenResult } from '@square/web-payments-sdk-types';
import { squareStyle } from '../../src/gateways/square/appearance.js';
import { confirmPayment, verificationDetails } from '../../src/gateways/square/confirm.js';
import { squareAdapter } from '../../src/gateways/square/browser.js';
import { applicationMode, isLocation } from '../../src/gateways/square/shapes.js';
import type { Appearance, ConfirmResult, ConfirmStep } from '../../src/gateways/gateway.js';
import { isStoreError } from '../../src/errors.js';
import { money } from '../../src/money.js';
import { deferred } from '../support/deferred.js';

const BILLING = {
  email: 'ana@example.com',
  fullName: 'Ana María Reyes',
  lines: ['12 Harbour Street', ''],
  city: 'Portland',
  country: 'US',
};

interface Confirming {
  readonly result: Promise<ConfirmResult>;
  readonly submitted: string[];
  readonly mended: (string | undefined)[];
  /** The watchdog's time is over. */
  readonly late: () => void;
  readonly stop: AbortController;
  /** Whether the watchdog was let go. */
  readonly quiet: () => boolean;
}

/** A tokenize that ends when the test says. */
function later(): {
  promise: Promise<TokenResult>;
  resolve: (result: TokenResult) => void;
  reject: (error: Error) => void;
} {
  const ends = { resolve: (_: TokenResult): void => undefined, reject: (_: Error): void => undefined };
  const promise = new Promise<TokenResult>((resolve, reject) => Object.assign(ends, { resolve, reject }));
  return { promise, resolve: (result) => ends.resolve(result), reject: (error) => ends.reject(error) };
}

function confirming(
  tokenize: () => Promise<TokenResult | undefined>,
  answer: Promise<ConfirmResult> = Promise.resolve({ kind: 'submitted' }),
): Confirming {
  const submitted: string[] = [];
  const mended: (string | undefined)[] = [];
  const stop = new AbortController();
  const over = deferred();
  let quiet = false;
  const wait = (_ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      void over.promise.then(resolve);
      signal?.addEventListener('abort', () => {
        quiet = true;
        reject(signal.reason as Error);
      });
    });
  const step: ConfirmStep = {
    client: {},
    amount: money(2990, 'EUR'),
    returnUrl: 'https://shop.test/order.html',
    billing: BILLING,
    submit: (token) => {
      submitted.push(token);
      return answer;
    },
  };
  const parts = { tokenize, mend: (field: string | undefined) => void mended.push(field), world: { wait } };
  const result = confirmPayment(parts, step, stop.signal);
  return { result, submitted, mended, late: () => over.resolve(), stop, quiet: () => quiet };
}

describe('from a card to a token to the server', () => {
  it('hands the token to the server, once, and says what the server says', async () => {
    const { result, submitted, quiet } = confirming(
      () => Promise.resolve({ status: 'OK', token: 'cnon:ok' }),
      Promise.resolve({ kind: 'declined', code: 'card_declined' }),
    );
    assert.deepEqual(await result, { kind: 'declined', code: 'card_declined' });
    assert.deepEqual(submitted, ['cnon:ok']);
    assert(quiet());
  });

  it('drops a token that comes after the time is over: nothing can be charged any more (I1)', async () => {
    const token = later();
    const { result, submitted, late } = confirming(() => token.promise);
    late();
    assert.deepEqual(await result, { kind: 'unknown' });
    token.resolve({ status: 'OK', token: 'cnon:late' });
    await token.promise;
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(submitted, []);
  });

  it('ends when the page lets go, and an error that comes late disturbs nobody', async () => {
    const token = later();
    const { result, submitted, stop } = confirming(() => token.promise);
    stop.abort();
    assert.deepEqual(await result, { kind: 'unknown' });
    token.reject(new Error('late'));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(submitted, []);
  });

  it('does not know what became of a token whose answer was lost', async () => {
    const { result } = confirming(
      () => Promise.resolve({ status: 'OK', token: 'cnon:ok' }),
      Promise.reject(new Error('network')),
    );
    assert.deepEqual(await result, { kind: 'unknown' });
  });

  const wrong = { type: 'VALIDATION_ERROR', message: 'Not valid', field: 'cvv' };
  for (const [what, answer, expected, field] of [
    [
      'a fault in a field',
      { status: 'Invalid', errors: [wrong] },
      { kind: 'invalid', message: 'Not valid' },
      'cvv',
    ],
    [
      'a refusal',
      { status: 'Error', errors: [new Error('No')] },
      { kind: 'invalid', message: 'No' },
      undefined,
    ],
    ['an error without words', { status: 'Error', errors: [] }, { kind: 'invalid' }, undefined],
  ] as const)
    it(`sends nothing after ${what}, and leads there`, async () => {
      const { result, submitted, mended } = confirming(() =>
        Promise.resolve({ ...answer, errors: [...answer.errors] } as TokenResult),
      );
      assert.deepEqual(await result, expected);
      assert.deepEqual(submitted, []);
      assert.deepEqual(mended, [field]);
    });

  for (const [status, kind] of [
    ['Cancel', 'canceled'],
    ['Abort', 'canceled'],
    ['Unknown', 'invalid'],
  ] as const)
    it(`takes ${status} for ${kind}: there is no token`, async () => {
      const { result, submitted } = confirming(() => Promise.resolve({ status }));
      assert.deepEqual(await result, { kind });
      assert.deepEqual(submitted, []);
    });

  it('takes what Square throws for a fault of the form, with its words if it has some', async () => {
    const thrown = Object.assign(new Error('TokenizationError'), { errors: [wrong] });
    assert.deepEqual(await confirming(() => Promise.reject(thrown)).result, {
      kind: 'invalid',
      message: 'Not valid',
    });
    const plain = confirming(() => Promise.reject(new Error('PaymentMethodNotAttachedError')));
    assert.deepEqual(await plain.result, { kind: 'invalid' });
  });
});

describe('what Square is told for 3-D Secure', () => {
  const told = (amount: number, currency: string, change: object = {}) =>
    verificationDetails({
      client: {},
      amount: money(amount, currency),
      returnUrl: '',
      billing: { ...BILLING, ...change },
      submit: () => Promise.reject(new Error('not here')),
    });

  it('is the amount as a decimal with the currency’s digits (T-24)', () => {
    assert.equal(told(1, 'USD').amount, '0.01');
    assert.equal(told(29900, 'USD').amount, '299.00');
    assert.equal(told(500, 'JPY').amount, '500');
    assert.equal(told(5, 'USD').currencyCode, 'USD');
  });

  it('is the shopper, with two names, and nothing that is empty', () => {
    assert.deepEqual(told(1, 'USD').billingContact, {
      givenName: 'Ana María',
      familyName: 'Reyes',
      addressLines: ['12 Harbour Street'],
      city: 'Portland',
      countryCode: 'US',
      email: 'ana@example.com',
    });
    assert.deepEqual(told(1, 'USD', { fullName: 'Prince', lines: [], city: '' }).billingContact, {
      givenName: 'Prince',
      countryCode: 'US',
      email: 'ana@example.com',
    });
  });
});

describe('the look of Square’s card', () => {
  const LOOK: Appearance = {
    scheme: 'light',
    colorText: '#112233',
    colorMuted: '#445566',
    colorSurface: '#ffffff',
    colorBorder: '#cccccc',
    colorAccent: '#0055aa',
    colorError: '#aa0000',
    radius: '6px',
    fontFamily: '"Shop Serif", Georgia, serif',
    fontSize: '16px',
  };

  it('is made of what Square knows, and never of a font over 16 px', () => {
    for (const fontSize of ['16px', '18px', '40px', 'large', ''])
      assert.equal(squareStyle({ ...LOOK, fontSize }).input?.fontSize, '16px');
    assert.equal(squareStyle({ ...LOOK, fontSize: '14px' }).input?.fontSize, '14px');
    const { input, ...others } = squareStyle(LOOK);
    assert.equal(input?.fontFamily, 'serif');
    assert.deepEqual(others['.input-container'], { borderColor: '#cccccc', borderRadius: '6px' });
    assert.equal(squareStyle({ ...LOOK, radius: '0.5em' })['.input-container']?.borderRadius, undefined);
    assert.equal(squareStyle({ ...LOOK, fontFamily: 'ui-rounded' }).input?.fontFamily, undefined);
  });
});

describe('the ids a page may hold (T-20)', () => {
  it('are told from tokens and secrets', () => {
    assert.equal(applicationMode('sandbox-sq0idb-a_B-1'), 'test');
    assert.equal(applicationMode('sq0idp-a_B-1'), 'live');
    for (const id of [
      '',
      'sq0idp-',
      'sq0csp-abc',
      'EAAAabc',
      'sq0idb-abc',
      'sandbox-sq0idp-a',
      'x sq0idp-a',
      'sq0idp-a b',
    ])
      assert.equal(applicationMode(id), undefined, id);
    assert(isLocation('L88917AVBK2S5'));
    for (const id of ['', 'main', 'EAAAABCDEF', 'L8891 7AVB', 'sq0idp-abc']) assert(!isLocation(id), id);
  });

  it('are refused before anything loads, and never repeated', async () => {
    const world = { now: () => 0, wait: () => Promise.resolve() };
    const { signal } = new AbortController();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('EAAAsecret', 'sq0csp-secret', 'sq0idp-live', '', 'sandbox-sq0idb-'),
        fc.constantFrom('LDOUBLE1', 'EAAAsecret', ''),
        async (applicationId, locationId) => {
          const values = { application_id: applicationId, location_id: locationId };
          await assert.rejects(
            squareAdapter.load({ mode: 'test', frameOrigins: [], values }, world, signal),
            (error) =>
              isStoreError(error) && error.code === 'gateway_settings' && !error.message.includes('secret'),
          );
        },
      ),
    );
  });
});
