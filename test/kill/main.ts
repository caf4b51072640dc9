/**
 * `npm run test:kill`: LOOPS kills (100), half of them on SQLite and half on PostgreSQL, then the control. SEED repeats the
 * choices, but not the moments: those are the machine's own. Ends with a line of what was run and found.
 */
import { runLoop, type Findings, type KillOptions } from './loop.js';
import { killMigrations } from './migration.js';
import { databaseFor } from '../support/databases.js';
import { announce, startCluster } from '../support/postgres.js';

const loops = Number(process.env['LOOPS'] ?? 100);
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
if (!Number.isInteger(loops) || loops < 2 || !Number.isInteger(seed)) {
  console.error('LOOPS must be a whole number from 2 on, and SEED a whole number.');
  process.exit(2);
}

const cluster = await startCluster({ durable: true });
await announce(cluster);
const ends: (() => unknown)[] = [];
const place = { after: (work: () => unknown) => void ends.push(work) };

const say = (
  name: string,
  { kills, moments, acknowledged, charges, doubled, lost, faults }: Findings,
): void => {
  const where = Object.entries(moments).map(([moment, count]) => `${moment} ${count}`);
  console.log(`${name}: ${kills} kills (${where.sort().join(', ')})`);
  console.log(`  ${acknowledged} orders acknowledged, ${charges} charges, ${doubled} doubled, ${lost} lost`);
  for (const fault of faults) console.log(`  FAULT: ${fault}`);
};
const loop = async (name: string, options: Omit<KillOptions, 'at'>): Promise<Findings> => {
  const { at } = await databaseFor(place, options.kind);
  const findings = await runLoop({ ...options, at });
  say(name, findings);
  return findings;
};

const began = performance.now();
console.log(`seed ${seed}`);
const stores = [
  await loop('SQLite', { kind: 'sqlite', kills: Math.ceil(loops / 2), seed }),
  await loop('PostgreSQL', { kind: 'postgres', kills: Math.floor(loops / 2), seed: seed + 1 }),
];
const control = await loop('control (naive, SQLite)', {
  kind: 'sqlite',
  kills: Math.max(10, Math.ceil(loops / 5)),
  seed,
  naive: true,
});
const migrations = [];
for (const kind of ['sqlite', 'postgres'] as const) {
  const fresh = async (): Promise<string> => (await databaseFor(place, kind, { empty: true })).at;
  const after = Array.from({ length: Math.ceil(loops / 10) }, (_, n) => 5 + n * 20);
  const found = await killMigrations(kind, fresh, after);
  console.log(`${kind}, inside the migration: ${found.nothing} × nothing, ${found.all} × everything left`);
  for (const fault of found.faults) console.log(`  FAULT: ${fault}`);
  migrations.push(found);
}
for (const end of ends.reverse()) await end();
await cluster.stop();

const sum = (of: (findings: Findings) => number): number => stores.reduce((all, each) => all + of(each), 0);
const faults = sum((each) => each.faults.length) + migrations.flatMap((each) => each.faults).length;
const violations = sum(({ doubled, lost }) => doubled + lost) + faults;
const blind = control.doubled + control.lost === 0;
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `test:kill: ${sum(({ kills }) => kills)} kills + ${control.kills} of the control in ` +
    `${seconds} s: ${sum(({ charges }) => charges)} charges, ` +
    `${violations} violations; the control doubled ${control.doubled} and lost ${control.lost} of ${control.charges}` +
    (blind ? ': THE LOOP IS BLIND' : ''),
);
process.exit(violations > 0 || blind ? 1 : 0);
