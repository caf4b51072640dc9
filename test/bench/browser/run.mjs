// `npm run bench`: our elements beside peers from npm and beside the floors, in one run on one machine. Absolute times move from
// run to run; read the ratios. RUNS (7), ONLY (words of subjects' names), OUT (a JSON file). Needs Chromium, and the registry
// once, for the peers. Peers' own services are answered from memory, which favours them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { launch } from '#browsers';
import { firstLoad, leftBehind, longLoad, median, quantityChange } from './measure.mjs';
import { subjects as all } from './subjects.mjs';
import { bundle, install, startServers } from './world.mjs';

const runs = Number(process.env.RUNS ?? 7);
const out = process.env.OUT ?? 'build/bench.json';
const folder = resolve('build/bench');
const subjects = all.filter(({ name }) => !process.env.ONLY || name.includes(process.env.ONLY));

install(`${folder}/peers`);
mkdirSync(`${folder}/bundles`, { recursive: true });
await bundle(all, `${folder}/peers`, `${folder}/bundles`);
const world = await startServers(all, `${folder}/bundles`);
const browser = await launch('chromium');
const results = subjects.map(({ name, kind, role }) => ({ name, kind, role }));

/** Subjects take turns, so that what else the machine does falls on all of them. */
async function rounds(count, measure) {
  const seen = subjects.map(() => []);
  for (let n = 0; n < count; n++) {
    for (const [i, subject] of subjects.entries()) {
      const value = await Promise.resolve(measure(subject, all.indexOf(subject))).catch((error) => {
        console.error(`${subject.name}: ${error.message.split('\n')[0]}`);
        return undefined;
      });
      if (value !== undefined) seen[i].push(value);
    }
  }
  return seen;
}

const medians = (list) =>
  Object.fromEntries(
    [...new Set(list.flatMap(Object.keys))].map((key) => [key, median(list.map((each) => each[key]))]),
  );

try {
  for (const slow of [false, true]) {
    const loads = await rounds(runs, (subject, i) => firstLoad(browser, world, i, subject, slow));
    for (const [i, list] of loads.entries()) results[i][slow ? 'slow' : 'plain'] = medians(list);
  }
  for (const slow of [false, true]) {
    const times = await rounds(3, (subject, i) =>
      subject.more ? quantityChange(browser, world, i, subject, { lines: 100, slow }) : undefined,
    );
    for (const [i, list] of times.entries()) results[i][slow ? 'quantity4' : 'quantity'] = median(list);
  }
  const long = await rounds(Math.min(runs, 3), async (subject, i) =>
    subject.long
      ? {
          ui: await longLoad(browser, world, i, subject, 1000),
          quantity: await quantityChange(browser, world, i, subject, { lines: 1000 }),
        }
      : undefined,
  );
  for (const [i, list] of long.entries()) results[i].long = medians(list);
  const left = await rounds(1, (subject, i) =>
    subject.kind === 'floor' ? undefined : leftBehind(browser, world, i, subject),
  );
  for (const [i, [value]] of left.entries()) results[i].left = value;
} finally {
  await browser.close();
  await world.close();
}

const number = (value, digits = 0) =>
  value === undefined || Number.isNaN(value) ? '' : Number(value.toFixed(digits));
const table = (title, of, row) => {
  console.log(`\n${title}`);
  console.table(Object.fromEntries(of.map((each) => [each.name, row(each)])));
};

table(
  'First load (ms): as it is, and with a quarter of the CPU over slow 4G',
  results,
  ({ plain = {}, slow = {} }) => ({
    'KB br': number(plain.bytes / 1000, 1),
    files: plain.files,
    ui: number(plain.ui),
    'ui 4× 4G': number(slow.ui),
    'frame asked': number(plain.frame),
    'frame asked 4× 4G': number(slow.frame),
    script: number(plain.script),
    'blocked 4×': number(slow.blocking),
    shift: number(plain.shift, 3),
    'heap KB': number(plain.heap / 1024),
  }),
);

table(
  'In use: one more piece until the next paint, in 100 lines and in 1000 (ms); what a time on and off the page leaves behind',
  results.filter(({ kind }) => kind !== 'floor'),
  ({ quantity, quantity4, long = {}, left = {} }) => ({
    '1 of 100': number(quantity, 1),
    '1 of 100, 4×': number(quantity4, 1),
    '1 of 1000': number(long.quantity, 1),
    '1000 drawn': number(long.ui),
    'KB left': number(left.heap && left.heap / 1024, 2),
    nodes: number(left.nodes, 2),
    listeners: number(left.listeners, 2),
    frames: number(left.frames, 2),
  }),
);

/** The budgets of times, as ratios within this run; bytes are enforced by scripts/size.mjs. */
const of = (name) => results.find((each) => each.name === name);
const best = (kind, value) =>
  Math.min(
    ...results
      .filter((each) => each.kind === kind && each.role === 'peer')
      .map(value)
      .filter((v) => v > 0),
  );
const ratios = [];
for (const kind of ['cart', 'checkout']) {
  const ours = of(`store-elements ${kind}`);
  if (!ours) continue;
  const floor = results.find((each) => each.kind === kind && each.role === 'floor');
  for (const [what, value] of [
    ['ui', ({ plain }) => plain?.ui],
    ['ui, 4× and slow 4G', ({ slow }) => slow?.ui],
    ['frame asked', ({ plain }) => plain?.frame],
    ['blocked, 4×', ({ slow }) => slow?.blocking],
    ['bytes', ({ plain }) => plain?.bytes],
    ['one more of 100 lines', ({ quantity }) => quantity],
  ]) {
    if (value(ours) === undefined) continue;
    ratios.push({
      what: `${kind}: ${what}`,
      'of the best peer': number(value(ours) / best(kind, value), 2),
      'of the floor': floor && number(value(ours) / value(floor), 2),
    });
  }
}
console.log('\nOurs, as a part of others’');
console.table(ratios);
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
writeFileSync(out, `${JSON.stringify({ machine, runs, results, ratios }, null, 2)}\n`);
console.log(`bench: ${subjects.length} subjects, ${runs} runs each; figures in ${out}`);
