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

const secrets = [SANDBOX_KEYS.secretKey, SANDBOX_KEYS.webhookSecret];
const described = 'A described gateway asks the processor nothing unless it is told how.';

const onPaper = 'The paper gateway knows of nothing but payments.';

const WORLDS: Readonly<Record<string, World>> = {
  'the sandbox, in its card frame': { start: (clock) => sandboxProcessor(clock), secrets },
  'the sandbox, on its own page': { start: (clock) => sandboxProcessor(clock, 'hosted'), secrets },
  'a gateway that is described, not written': {
    start: paymaxProcessor,
    secrets: [PAYMAX.secret],
    without: { retrieve: described, cancel: described, refund: described },
  },
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
      const left = checks.filter(({ without }) => without !== undefined);
      assert.equal(left.length, world.without ? 4 : 0);
      assert.ok(left.every(({ without }) => without === described || without === onPaper));
    });
  });

describe('the contract, kept by an offline way to pay', () => {
  const checks = conformanceOf({ start: offlineProcessor }, 'offline');
  for (const check of checks) it(check.name, check.run);

  it('is held to what can be said of money that passes through nobody', () => {
    assert.equal(checks.length, 3);
  });
});
