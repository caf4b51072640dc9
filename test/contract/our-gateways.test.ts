/** Our own gateways keep the contract that others are asked to keep. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conformanceOf, type World } from '../../src/conformance/index.js';
import { PAYMAX } from '../support/paymax.js';
import {
  offlineProcessor,
  paperProcessor,
  paymaxProcessor,
  SANDBOX_KEYS,
  sandboxProcessor,
} from '../support/processors.js';
import { SQUARE_SECRETS, squareProcessor } from '../support/processors-square.js';
import { STRIPE_SECRETS, stripeProcessor } from '../support/processors-stripe.js';

const secrets = [SANDBOX_KEYS.secretKey, SANDBOX_KEYS.webhookSecret];
const described = 'A described gateway asks the processor nothing unless it is told how.';

const onPaper = 'The paper gateway knows of nothing but payments.';

/** Square takes one currency per location, and has no page on which a shopper can say no. */
const square = (kind: 'form' | 'page', currency: 'EUR' | 'JPY'): World => ({
  start: (clock) => squareProcessor(clock, kind, currency),
  secrets: SQUARE_SECRETS,
  currencies: [currency],
  without: {
    shopper_cancel: 'At Square a shopper can only leave.',
    callback_time: 'Square signs no time; event ids are the only defence (WH-6).',
    ...(kind === 'page' && {
      decline: 'A card declined on Square’s page is not the end: it asks for another.',
    }),
  },
});

const WORLDS: Readonly<Record<string, World>> = {
  'the sandbox, in its card frame': { start: (clock) => sandboxProcessor(clock), secrets },
  'the sandbox, on its own page': { start: (clock) => sandboxProcessor(clock, 'hosted'), secrets },
  'a gateway that is described, not written': {
    start: paymaxProcessor,
    secrets: [PAYMAX.secret],
    without: { retrieve: described, cancel: described, refund: described },
  },
  'Stripe, in its form': { start: (clock) => stripeProcessor(clock, 'form'), secrets: STRIPE_SECRETS },
  'Stripe, on its own page': {
    start: (clock) => stripeProcessor(clock, 'page'),
    secrets: STRIPE_SECRETS,
  },
  'Square, by token, in euros': square('form', 'EUR'),
  'Square, by token, in yen': square('form', 'JPY'),
  'Square, on its own page': square('page', 'EUR'),
  'a gateway that charges by token': {
    start: paperProcessor,
    without: { decline: onPaper, shopper_cancel: onPaper, refund: onPaper },
  },
};

for (const [name, world] of Object.entries(WORLDS))
  describe(`the contract, kept by ${name}`, () => {
    const checks = conformanceOf(world);
    for (const check of checks.filter(({ without }) => without === undefined)) it(check.name, check.run);

    it('leaves out nothing but what it says it lacks', () => {
      const left = new Set(checks.map(({ without }) => without).filter((each) => each !== undefined));
      assert.deepEqual(left, new Set(Object.values(world.without ?? {})));
    });
  });

describe('the contract, kept by an offline way to pay', () => {
  const checks = conformanceOf({ start: offlineProcessor }, 'offline');
  for (const check of checks) it(check.name, check.run);

  it('is held to what can be said of money that passes through nobody', () => {
    assert.equal(checks.length, 3);
  });
});
