import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kitShop } from './kit.js';
import { naiveShop } from './naive.js';
import { runModel } from './run.js';

/** Another one every time; the message of a failure names it, and `SEED= npm run test:model` repeats it. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test('I1, I2, I3, I9, I11, I12: whatever happens, an order is charged at most once, for what was shown, and the books say so', async () => {
  const { failed, report, ends } = await runModel(kitShop, 300, seed);
  assert.ok(!failed, report);
  for (const end of ['paid', 'canceled', 'expired', 'refunded'])
    assert.ok(
      (ends[end] ?? 0) > 0,
      `the model never reached "${end}" (seed ${seed}): ${JSON.stringify(ends)}`,
    );
});

test('the model finds what is wrong with a shop that believes the browser and makes a payment per click', async () => {
  const { failed, report } = await runModel(naiveShop, 300, seed);
  assert.ok(failed, `the naive shop passed (seed ${seed})`);
  assert.match(report, /I1|I2|though money was taken/);
});
