/**
 * The kill loop: shoppers buy at a store process that is killed with SIGKILL again and again, at random and at the moments
 * that hurt most (security.md 5.2, P1–P6), and started anew. Afterwards the books of the gateways, the shoppers and the
 * merchant are laid beside the store's own.
 */
import { sql } from 'kysely';
import { seedCatalog, type DatabaseKind, type StoreDatabase } from '../../src/server/index.js';
import { createBuyer, Left, type Purchase } from '../support/buyer.js';
import { openDatabase } from '../support/databases.js';
import { startGateways, type LiveGateways, type Moment } from '../support/live-gateways.js';
import { CATALOG } from '../support/server.js';
import { startProcess, type StoreProcess } from '../support/store-process.js';

export interface KillOptions {
  readonly kind: DatabaseKind;
  /** Path or address of an empty store's database. */
  readonly at: string;
  readonly kills: number;
  readonly seed: number;
  /** The control instead of the store. */
  readonly naive?: boolean;
}

export interface Findings {
  readonly kills: number;
  /** How many of them at which moment. */
  readonly moments: Readonly<Record<string, number>>;
  /** Orders that a shopper was told of. */
  readonly acknowledged: number;
  readonly charges: number;
  /** Charges beyond one of the same order. */
  readonly doubled: number;
  /** Charges whose order is not there, or not paid. */
  readonly lost: number;
  /** Everything else that must not be, in words. */
  readonly faults: readonly string[];
}

/** Shoppers at a time. */
const SHOPPERS = 6;
/** How far the store's clock is ahead when it comes back for the last time: its sweep then asks after all that is open. */
const LATER = 12 * 60_000;
/** What the kills wait for, in turn. `random` is a moment of its own: P1, and what nobody thought of. */
const MOMENTS: readonly (Moment | 'random')[] = [
  'asked', 'done', 'answered', 'callback sent', 'callback taken', 'told', 'random', 'random', 'random',
]; // prettier-ignore

export async function runLoop({ kind, at, kills, seed, naive = false }: KillOptions): Promise<Findings> {
  const random = randomOf(seed);
  const gateways = await startGateways();
  const program = naive ? '../kill/naive-main.js' : './store-main.js';
  const fork = (more: object = {}): StoreProcess =>
    startProcess({ kind, at, gateways: gateways.origin, hold: true, every: 100, ...more }, program);

  await prepare(kind, at, naive);
  let alive = Promise.resolve('');
  const store = (): Promise<string> => alive;
  // A tenth of the callbacks never comes; the naive store would not know what to do with them anyway.
  gateways.route = async () => (random() < 0.1 ? [] : [await alive]);

  const buyer = createBuyer(store, gateways, () => random() < 0.3);
  const acknowledged: Purchase[] = [];
  const progress = { stopping: false };
  const shopper = async (n: number): Promise<void> => {
    for (let turn = n; !progress.stopping; turn += 1) {
      const gateway = naive || turn % 2 === 0 ? 'till' : 'sandbox';
      const bought = await buyer
        .buy(gateway, { tea: 1 }, (placed) => acknowledged.push(placed))
        .catch(forgive);
      if (bought === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };

  const moments: Record<string, number> = {};
  let spare = fork();
  let current = spare;
  alive = spare.go();
  await alive;
  spare = fork();
  const shoppers = Array.from({ length: SHOPPERS }, (_, n) => shopper(n));
  for (let done = 0; done < kills; done += 1) {
    const wanted = MOMENTS[done % (naive ? 3 : MOMENTS.length)] ?? 'random';
    const met = await untilMoment(gateways, wanted, random, async () => {
      // From here on shoppers wait for the next one.
      const next = spare;
      alive = current.kill().then(() => next.go());
      await current.gone;
      current = next;
    });
    moments[met] = (moments[met] ?? 0) + 1;
    spare = fork();
    await alive;
  }
  progress.stopping = true;
  await Promise.all(shoppers);
  await gateways.quiet();
  await Promise.all([current.kill(), spare.kill()]);

  // The store comes back later, and finds out by itself what is still open.
  const last = fork({ ahead: naive ? 0 : LATER });
  alive = last.go();
  await alive;
  const database = openDatabase(kind, at);
  const findings = naive
    ? await lookAtNaive(database, gateways)
    : await lookAt(database, gateways, acknowledged);
  await database.close();
  await last.kill();
  await gateways.close();
  return { kills, moments, acknowledged: acknowledged.length, ...findings };
}

/** Waits for the moment, ends the store there, and says which it was: one that does not come in time is a random one. */
async function untilMoment(
  gateways: LiveGateways,
  wanted: Moment | 'random',
  random: () => number,
  kill: () => Promise<void>,
): Promise<Moment | 'random'> {
  let left = Math.floor(random() * 12);
  return new Promise((resolve) => {
    const end = async (met: Moment | 'random'): Promise<void> => {
      gateways.at = () => undefined;
      clearTimeout(timer);
      await kill();
      resolve(met);
    };
    const timer = setTimeout(() => void end('random'), wanted === 'random' ? 50 + random() * 500 : 4000);
    if (wanted !== 'random')
      gateways.at = (moment) => (moment === wanted && (left -= 1) < 0 ? end(moment) : undefined);
  });
}

async function prepare(kind: DatabaseKind, at: string, naive: boolean): Promise<void> {
  const database = openDatabase(kind, at);
  await seedCatalog(database, CATALOG);
  if (naive) await sql`create table naive_orders (cart text primary key)`.execute(database.db);
  await database.close();
}

type Books = Pick<Findings, 'charges' | 'doubled' | 'lost' | 'faults'>;

async function lookAt(
  database: StoreDatabase,
  gateways: LiveGateways,
  acknowledged: readonly Purchase[],
): Promise<Books> {
  const { db, kind } = database;
  const charges = gateways.charges();
  const rows = (): Promise<{ payment: string; order: string; state: string; total: number }[]> =>
    db
      .selectFrom('payments as p')
      .innerJoin('orders as o', 'o.id', 'p.order_id')
      .select(['p.id as payment', 'o.id as order', 'o.payment_status as state', 'o.total'])
      .execute();
  const paidOf = (all: Awaited<ReturnType<typeof rows>>) =>
    charges.filter(({ reference, amount }) =>
      all.some((row) => row.payment === reference && row.state === 'paid' && row.total === amount),
    );
  // Its sweep goes round ten times a second; so long as each round finds more, it is not done.
  let books = await rows();
  const told = (): Set<string> =>
    new Set(gateways.told.filter(({ type }) => type === 'order.paid').map(({ order }) => order));
  const settled = (): boolean =>
    paidOf(books).length === charges.length &&
    books.every(({ order, state }) => state !== 'paid' || told().has(order));
  for (let rounds = 0; rounds < 300 && !settled(); rounds += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    books = await rows();
  }

  const faults: string[] = [];
  const find = (what: string, count: number): void => {
    if (count > 0) faults.push(`${count} ${what}`);
  };
  const orderOf = new Map(books.map(({ payment, order }) => [payment, order]));
  const orders = charges.map(({ reference }) => orderOf.get(reference) ?? reference);
  const known = new Set(books.map(({ order }) => order));
  find('acknowledged orders are gone', acknowledged.filter(({ id }) => !known.has(id)).length);
  const paid = new Set(books.flatMap(({ order, state }) => (state === 'paid' ? [order] : [])));
  find('orders are paid without a charge', [...paid].filter((order) => !orders.includes(order)).length);
  find(
    'orders are in review',
    new Set(books.flatMap((row) => (row.state === 'review' ? [row.order] : []))).size,
  );
  const events = await db.selectFrom('payment_events').select('event_id').execute();
  const kept = new Set(events.map(({ event_id }) => event_id));
  find(
    'callbacks were answered 200 and are not kept',
    [...gateways.taken].filter((id) => !kept.has(id)).length,
  );
  const ids = new Map<string, Set<string>>();
  for (const { id, type, order } of gateways.told)
    if (type === 'order.paid') ids.set(order, (ids.get(order) ?? new Set()).add(id));
  find('paid orders the merchant was never told of', [...paid].filter((order) => !ids.has(order)).length);
  find('orders whose "paid" has two ids', [...ids.values()].filter((each) => each.size > 1).length);
  find(
    'orders the merchant was told are paid, and are not',
    [...ids.keys()].filter((id) => !paid.has(id)).length,
  );
  if (kind === 'sqlite') {
    const { rows: checks } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
    if (checks.some(({ integrity_check }) => integrity_check !== 'ok')) faults.push('integrity_check failed');
    find('foreign keys lead nowhere', (await sql`pragma foreign_key_check`.execute(db)).rows.length);
  }
  return {
    charges: charges.length,
    doubled: orders.length - new Set(orders).size,
    lost: charges.length - paidOf(books).length,
    faults,
  };
}

async function lookAtNaive({ db }: StoreDatabase, gateways: LiveGateways): Promise<Books> {
  const { rows } = await sql<{ cart: string }>`select cart from naive_orders`.execute(db);
  const carts = gateways.charges().map(({ reference }) => reference);
  const written = new Set(rows.map(({ cart }) => cart));
  return {
    charges: carts.length,
    doubled: carts.length - new Set(carts).size,
    lost: [...new Set(carts)].filter((cart) => !written.has(cart)).length,
    faults: [],
  };
}

/** A shopper who left is none to worry about; the order they may have left behind is. */
const forgive = (error: unknown): undefined => {
  if (!(error instanceof Left)) throw error;
};

/** mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
