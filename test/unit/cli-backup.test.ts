import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { main } from '../../src/cli/main.js';
import { envOf } from '../../src/cli/backup/postgres.js';
import { openSqlite, type StoreDatabase } from '../../src/server/index.js';
import { startServer, type TestServer } from '../support/server.js';

type Said = { readonly code: number; readonly out: string; readonly err: string };

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-backup-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function run(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, { out: (line) => out.push(line), err: (line) => err.push(line), cwd, env });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const shopOn = (t: TestContext): Promise<TestServer> =>
  startServer(t, { kind: 'sqlite', options: { limits: false } });

/** What must be true of a store's books at every moment. */
async function assertWhole(database: StoreDatabase): Promise<number> {
  const { db } = database;
  const orders = await db.selectFrom('orders').selectAll().execute();
  const payments = await db.selectFrom('payments').selectAll().execute();
  const lines = await db.selectFrom('order_lines').selectAll().execute();
  const takings = await db.selectFrom('takings').selectAll().execute();
  for (const { id, payment_status } of orders) {
    assert.ok(payments.some(({ order_id }) => order_id === id), 'an order without its payment');
    assert.ok(lines.some(({ order_id }) => order_id === id), 'an order without its lines');
    const taken = takings.filter(({ order_id }) => order_id === id).reduce((sum, row) => sum + row.taken, 0);
    assert.equal(taken > 0, payment_status === 'paid');
  }
  return orders.length;
} // prettier-ignore

test('copies made at any moment of a busy store are whole, and a store made of one goes on selling', async (t) => {
  const shop = await shopOn(t);
  const folder = folderFor(t);
  let selling = true;
  const sold = (async () => {
    while (selling) {
      const placed = await shop.place();
      await shop.deliver(shop.says(placed, 'paid'));
      // In this one process a store would leave the copying no turn.
      await setImmediate();
    }
  })();
  const copies: string[] = [];
  try {
    for (let i = 0; i < 6; i++) {
      const { code, out, err } = await run(folder, ['backup', '--database', shop.files.at]);
      assert.equal(code, 0, err);
      copies.push(out);
    }
  } finally {
    selling = false;
    await sold;
  }
  const counts: number[] = [];
  for (const [i, copy] of copies.entries()) {
    const path = join(folder, `restored-${i}.sqlite`);
    const said = await run(folder, ['restore', copy, '--database', path]);
    assert.equal(said.code, 0, said.err);
    const database = openSqlite(path);
    counts.push(await assertWhole(database));
    const { value } = await database.db.selectFrom('counters').select('value').where('name', '=', 'order_number').executeTakeFirstOrThrow();
    assert.equal(value, 1000 + (counts.at(-1) ?? 0) + 1000, 'order numbers that shoppers may have are given again');
    await database.close();
  }
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
  const total = (await shop.database.db.selectFrom('orders').select('id').execute()).length;
  assert.ok(total > (counts.at(-1) ?? 0), 'nothing was sold meanwhile, so nothing was shown');
}); // prettier-ignore

test('a copy is one file that only its owner reads, named by time; --keep takes away the oldest and nothing else', async (t) => {
  const shop = await shopOn(t);
  await shop.place();
  const folder = folderFor(t);
  const backups = join(folder, 'backups');
  for (let i = 0; i < 3; i++) assert.equal((await run(folder, ['backup', '--database', shop.files.at])).code, 0);
  writeFileSync(join(backups, 'store-old.sqlite'), 'mine');
  const before = readdirSync(backups).filter((name) => /^store-\d/.test(name)).sort();
  const { code, err } = await run(folder, ['backup', '--keep', '2'], { DATABASE_URL: shop.files.at });
  assert.equal(code, 0);
  assert.match(err, /^Whole; 1 orders, the last is number 1001\.$/m);
  const after = readdirSync(backups).sort();
  assert.equal(after.length, 3);
  assert.ok(after.includes('store-old.sqlite') && after.includes(before[2] ?? '') && !after.includes(before[0] ?? ''));
  for (const name of after.filter((each) => each !== 'store-old.sqlite')) {
    assert.match(name, /^store-\d{8}T\d{9}Z\.sqlite$/);
    assert.equal(statSync(join(backups, name)).mode & 0o777, 0o600);
  }
}); // prettier-ignore

test('what is damaged, cut short, or no store is never called a copy, nor put in a store’s place', async (t) => {
  const shop = await shopOn(t);
  for (let i = 0; i < 30; i++) await shop.place();
  const folder = folderFor(t);
  const { out: copy } = await run(folder, ['backup', '--database', shop.files.at]);
  assert.deepEqual(await run(folder, ['restore', copy, '--check']), { code: 0, out: 'Whole; 30 orders, the last is number 1030.', err: '' });
  const bytes = readFileSync(copy);
  const bad = join(folder, 'bad.sqlite');
  const target = join(folder, 'target.sqlite');
  for (const [what, content] of [
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('not a database '.repeat(1000))],
    ['cut short', bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['overwritten in the middle', Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 7)])],
  ] as const) {
    writeFileSync(bad, content);
    for (const args of [['--check'], ['--database', target]]) {
      const { code, err } = await run(folder, ['restore', bad, ...args]);
      assert.equal(code, 3, what);
      assert.match(err, /damaged|no SQLite database|not the database of a store|can't be opened/, what);
    }
    assert.equal((await run(folder, ['backup', '--database', bad, '--to', 'bad-copies'])).code, 3, what);
  }
  assert.equal(existsSync(target), false);
  assert.deepEqual(readdirSync(join(folder, 'bad-copies')), []);
  assert.deepEqual(readdirSync(folder).filter((name) => /restoring|trial|partial/.test(name)), []);
  const missing = await run(folder, ['backup', '--database', 'nowhere.sqlite']);
  assert.deepEqual([missing.code, /There is no database .*nowhere\.sqlite/.test(missing.err)], [3, true]);
}); // prettier-ignore

test('a restore overwrites nothing: without --replace it refuses, with it the old one is moved aside; not while the store runs', async (t) => {
  const shop = await shopOn(t);
  await shop.place();
  const folder = folderFor(t);
  const { out: copy } = await run(folder, ['backup', '--database', shop.files.at]);
  await shop.place();
  const path = shop.files.at;
  const refused = await run(folder, ['restore', copy, '--database', path]);
  assert.equal(refused.code, 3);
  assert.match(refused.err, /is there already\. With --replace/);
  const running = await run(folder, ['restore', copy, '--database', path, '--replace']);
  assert.equal(running.code, 3);
  assert.match(running.err, /is in use: stop the store first/);
  await shop.server.close();
  const done = await run(folder, ['restore', copy, '--database', path, '--replace', '--skip-numbers', '5']);
  assert.equal(done.code, 0, done.err);
  const aside = /What was there is now (.*)\.$/m.exec(done.err)?.[1] ?? '';
  for (const [file, orders] of [[path, 1], [aside, 2]] as const) {
    const database = openSqlite(file);
    assert.equal(await assertWhole(database), orders);
    await database.close();
  }
}); // prettier-ignore

test('a log that a lost or damaged file left behind is not written into the restored one', async (t) => {
  const shop = await shopOn(t);
  await shop.place();
  const folder = folderFor(t);
  const { out: copy } = await run(folder, ['backup', '--database', shop.files.at]);
  for (const left of ['lost', 'damaged'] as const) {
    const path = join(folder, `${left}.sqlite`);
    for (const part of ['', '-wal', '-shm']) copyFileSync(shop.files.at + part, path + part);
    if (left === 'lost') rmSync(path);
    else writeFileSync(path, 'not a database '.repeat(1000));
    const said = await run(folder, ['restore', copy, '--database', path, '--replace']);
    assert.equal(said.code, 0, said.err);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith(`${left}.sqlite-`)), []);
    assert.ok(readdirSync(folder).some((name) => /before-.*-wal$/.test(name)));
    const database = openSqlite(path);
    assert.equal(await assertWhole(database), 1);
    await database.close();
  }
}); // prettier-ignore

test('PostgreSQL goes through its own programs; the password is in no argument; what is missing is said in words', async (t) => {
  const folder = folderFor(t);
  const url = 'postgres://mara:p%40ss%2Fword@db.example:5433/shop?sslmode=require';
  assert.deepEqual(envOf(new URL(url)), {
    ...{ PGHOST: 'db.example', PGPORT: '5433', PGUSER: 'mara', PGPASSWORD: 'p@ss/word', PGDATABASE: 'shop' },
    PGSSLMODE: 'require',
  });
  const none = await run(folder, ['backup', '--database', url], { PATH: folder });
  assert.equal(none.code, 3);
  assert.match(none.err, /pg_dump is not on the PATH: install PostgreSQL’s client programs/);
  // Stand-ins that write down how they were called.
  const tool = (name: string, body: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\necho "$PGPASSWORD" >> "${folder}/passwords"\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  tool('pg_dump', 'for each in "$@"; do case "$each" in --file=*) echo dump > "${each#--file=}";; esac; done');
  tool('pg_restore', ['orders', 'payments', 'payment_events', 'kysely_migration'].map((name) => `echo "1; 0 1 TABLE DATA public ${name} mara"`).join('\n'));
  const env = { PATH: [folder, '/bin', '/usr/bin'].join(delimiter), DATABASE_URL: url };
  const done = await run(folder, ['backup'], env);
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /store-\d{8}T\d{9}Z\.pgdump$/);
  assert.equal((await run(folder, ['restore', done.out, '--check'], env)).code, 0);
  const calls = readFileSync(join(folder, 'calls'), 'utf8');
  assert.match(calls, /^pg_dump --format=custom --no-owner --no-privileges --file=/);
  assert.doesNotMatch(calls + done.err, /p@ss|p%40ss/);
  assert.match(readFileSync(join(folder, 'passwords'), 'utf8'), /^p@ss\/word$/m);
  tool('pg_restore', 'echo "1; 0 1 TABLE DATA public somebody_elses mara"');
  assert.equal((await run(folder, ['backup'], env)).code, 3);
  assert.deepEqual(readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.partial')), []);
  tool('pg_dump', 'echo "pg_dump: error: connection refused" >&2; exit 1');
  const failed = await run(folder, ['backup'], env);
  assert.deepEqual([failed.code, failed.err.includes('connection refused')], [3, true]);
}); // prettier-ignore

test('called wrongly, both say what to write instead', async (t) => {
  const folder = folderFor(t);
  for (const args of [['backup', '--keep', '0'], ['backup', '--database', 'mysql://x'], ['restore'], ['restore', 'a', 'b'], ['backup', '--what']]) {
    const { code, err } = await run(folder, args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /--help tells what it takes/);
  }
  for (const name of ['backup', 'restore', 'init', 'dev']) {
    const { code, out } = await run(folder, [name, '--help']);
    assert.deepEqual([code, out.startsWith(`store-elements ${name} `)], [0, true]);
  }
}); // prettier-ignore
