import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseFor } from '../support/databases.js';
import { runLoop, type Findings } from './loop.js';
import { killMigrations } from './migration.js';

// The small run of every `npm test`; `npm run test:kill` is the large one.
const seed = Math.floor(Math.random() * 1e9);

const summary = ({ doubled, lost, faults }: Findings): object => ({ doubled, lost, faults });

for (const kind of ['sqlite', 'postgres'] as const) {
  test(`${kind}: WH-3, I1, I2, I4, I11: a store killed 6 times under load charges nobody twice and loses nothing`, async (t) => {
    t.diagnostic(`seed ${seed}`);
    const { at } = await databaseFor(t, kind);
    const findings = await runLoop({ kind, at, kills: 6, seed });
    assert.deepEqual(summary(findings), { doubled: 0, lost: 0, faults: [] });
    assert.ok(findings.charges > 0 && findings.acknowledged > 0);
  });

  test(`${kind}: P7: a store killed while it makes its tables leaves none or all, and the next one starts`, async (t) => {
    const fresh = async (): Promise<string> => (await databaseFor(t, kind, { empty: true })).at;
    const { faults, nothing, all } = await killMigrations(kind, fresh, [10, 60]);
    assert.deepEqual({ faults, sum: nothing + all }, { faults: [], sum: 2 });
  });
}

test('the naive control charges twice or loses orders in the same loop, or the loop would prove nothing', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const { at } = await databaseFor(t, 'sqlite');
  const { doubled, lost } = await runLoop({ kind: 'sqlite', at, kills: 3, seed, naive: true });
  assert.ok(doubled + lost > 0, 'no double charge and no lost order');
});
