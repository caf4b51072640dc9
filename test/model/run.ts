/**
 * Runs the model: random histories of steps, then time until everything has come to rest, then the invariants of money.
 * `npm run test:model` runs it by itself; RUNS and SEED say how often and from which seed.
 */
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { kitShop } from './kit.js';
import { naiveShop } from './naive.js';
import { anyStep, chargesOf, newReal, take, type Real, type Step } from './steps.js';
import { createWorld, type ShopMaker } from './world.js';

/** One step as a command of fast-check, so that a failing history shrinks to its core. */
class StepCommand implements fc.AsyncCommand<object, Real> {
  readonly step: Step;
  constructor(step: Step) {
    this.step = step;
  }
  check(): boolean {
    return true;
  }
  run(_model: object, real: Real): Promise<void> {
    counted.steps += 1;
    return take(real, this.step);
  }
  toString(): string {
    return JSON.stringify(this.step);
  }
}

const counted = { steps: 0 };
/** How often each end of an order was reached: a model that reaches none of them proves nothing. */
const ends = new Map<string, number>();

export interface ModelResult {
  readonly failed: boolean;
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly report: string;
}

export async function runModel(shop: ShopMaker, runs: number, seed: number): Promise<ModelResult> {
  counted.steps = 0;
  ends.clear();
  const commands = fc.commands([anyStep.map((step) => new StepCommand(step))], {
    maxCommands: 40,
    size: 'max',
  });
  const property = fc.asyncProperty(commands, async (history) => {
    const world = await createWorld(shop);
    try {
      const real = newReal(world);
      await fc.asyncModelRun(() => ({ model: {}, real }), history);
      await rest(real);
      await assertMoney(real);
    } finally {
      await world.close();
    }
  });
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: false });
  return {
    failed: details.failed,
    runs: details.numRuns,
    steps: counted.steps,
    seed,
    ends: Object.fromEntries(ends),
    report: details.failed
      ? `${await fc.asyncDefaultReportMessage(details)}
${String(details.errorInstance)}`
      : '',
  };
}

/** ms between sweeps until every order has come to its end: all asks, every reservation, expiry. */
const CALM = [30, 90, 480, 1300, 1800, 3600, 18_000, 64_800, 7200, 90_000, 90_000, 90_000].map(
  (s) => s * 1000,
);

/** No more faults; what was processing ends; then the store is left alone, and no callback comes any more. */
async function rest({ world }: Real): Promise<void> {
  world.faults.length = 0;
  world.shop.restart();
  for (const { service } of world.gateways) {
    service.setDown(false);
    service.finishProcessing();
  }
  for (const ms of CALM) {
    world.advance(ms);
    await world.shop.sweep();
    await world.shop.deliver();
  }
}

const PAID = ['paid', 'partially_refunded', 'refunded', 'disputed', 'lost'];
const OVER = [...PAID, 'canceled', 'expired'];

/** The merchant heard where the order came to, and at most once that it is to be fulfilled. */
function assertTold(heard: NonNullable<Real['world']['shop']['heard']>, id: string, state: string): void {
  const types = heard.filter(({ order }) => order === id).map(({ type }) => type);
  assert.ok(types.filter((type) => type === 'order.paid').length <= 1, `I4: ${id}: told "paid" twice`);
  assert.ok(types.includes('order.placed'), `I4: ${id}: the merchant never heard of it`);
  assert.ok(types.includes(`order.${state}`), `I4: ${id}: the merchant never heard that it is ${state}`);
}

async function assertMoney({ world, shown }: Real): Promise<void> {
  const orders = await world.shop.ledger();
  for (const order of orders) {
    ends.set(order.state, (ends.get(order.state) ?? 0) + 1);
    const charges = chargesOf(world, order.references);
    const about = `${order.id}, ${order.state}`;
    assert.ok(charges.length <= 1, `I1: ${about}: charged ${charges.length} times`);
    const [charge] = charges;
    if (charge) {
      assert.equal(charge.amount, order.total, `I3: ${about}: charged another amount`);
      assert.ok(PAID.includes(order.state), `I2: ${about}: money was taken`);
    } else {
      assert.ok(!PAID.includes(order.state), `I2: ${about}: no money was taken`);
    }
    if (world.shop.heard) assertTold(world.shop.heard, order.id, order.state);
    assert.ok(OVER.includes(order.state), `liveness: ${about}: it never came to an end`);
    assert.equal(
      order.total,
      shown.get(order.quoteHash),
      `T-08: ${about}: the shopper was shown another total`,
    );
  }
  const known = new Set(orders.flatMap(({ references }) => references));
  for (const { service } of world.gateways)
    for (const { reference, status } of service.payments)
      assert.ok(
        known.has(reference) || status !== 'succeeded',
        'I11: money was taken for nothing in the books',
      );
  const alerts = (await world.shop.alerts()).filter((code) => code !== 'payment_lost');
  assert.deepEqual(alerts, [], 'no alert is due to an honest gateway');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const runs = Number(process.env['RUNS'] ?? 1000);
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`model: ${runs} runs, seed ${seed} (SEED=${seed} RUNS=${runs} repeats them)`);
  const began = performance.now();
  const kit = await runModel(kitShop, runs, seed);
  const seconds = Math.round((performance.now() - began) / 1000);
  if (kit.failed) console.log(kit.report);
  else console.log(`  orders ended: ${JSON.stringify(kit.ends)}`);
  const naive = await runModel(naiveShop, Math.min(runs, 300), seed);
  const found = kit.failed ? 'A VIOLATION WAS FOUND' : 'no violation';
  const control = naive.failed
    ? `the naive shop failed in run ${naive.runs}`
    : 'BUT THE NAIVE SHOP PASSED TOO';
  console.log(
    `model: ${kit.runs} runs, ${kit.steps} steps, ${seconds} s, seed ${seed}: ${found}; control: ${control}`,
  );
  process.exit(kit.failed || !naive.failed ? 1 : 0);
}
