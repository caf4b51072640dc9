/**
 * What orders hold of the stock. Pieces are taken in the transaction that places the order or begins an attempt, in one
 * statement that cannot take more than there are, and given back when the order lapses. Money that comes for pieces that
 * are gone is still money: the order is paid, and a person is told (`oversold`).
 *
 *   held ──▶ sold ──▶ returned        held ⇄ released        released ──▶ sold (late money)
 */
import { sql, type Transaction } from 'kysely';
import type { WirePaymentState } from '../api/wire.js';
import { raise } from './alerts.js';
import { giveUseBack, takeUse } from './coupons.js';
import type { Db } from './db/database.js';
import type { OrderLineTable, OrderRow, Tables } from './db/tables.js';
import type { OrderId } from './ids.js';
import { isPaidOrder } from './order-status.js';
import type { World } from './world.js';

type Trx = Transaction<Tables>;
type Wanted = Pick<OrderLineTable, 'sku' | 'quantity'>;

/** Pieces that orders hold or have bought; all skus, or those given. */
export async function takenPieces(db: Db, skus?: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (skus?.length === 0) return new Map();
  const rows = db.selectFrom('stock_taken').selectAll();
  const found = await (skus ? rows.where('sku', 'in', skus) : rows).execute();
  return new Map(found.map(({ sku, pieces }) => [sku, pieces]));
}

/** Takes all of the lines or, if one of them has run out, none. The order must be new, or locked. */
export async function takeStock(trx: Trx, lines: readonly Wanted[]): Promise<boolean> {
  const taken: Wanted[] = [];
  for (const line of inOrder(lines)) {
    if (await take(trx, line, 'if there')) taken.push(line);
    else {
      await giveBack(trx, taken);
      return false;
    }
  }
  return true;
}

type Holder = Pick<OrderRow, 'id' | 'stock' | 'coupon' | 'coupon_limit' | 'coupon_customer'>;

/** Gives the pieces of a released order, and its use of a coupon, back to it, so that it can be paid. The order must be locked. */
export async function holdAgain(trx: Trx, order: Holder): Promise<boolean> {
  if (order.stock !== 'released') return true;
  if (!(await takeUse(trx, order))) return false;
  const held = await takeStock(trx, await linesOf(trx, order.id));
  if (held) await write(trx, order.id, 'held');
  else await giveUseBack(trx, order);
  return held;
}

/** What the order holds, now that it stands there. The order must be locked. */
export async function settleStock(
  world: World,
  trx: Trx,
  order: Holder,
  state: WirePaymentState,
): Promise<OrderRow['stock']> {
  const { id, stock } = order;
  if (isPaidOrder(state) && (stock === 'held' || stock === 'released')) {
    if (stock === 'released') await takeUse(trx, order, 'anyway');
    if (stock === 'released' && !(await takeStock(trx, await linesOf(trx, id)))) {
      for (const line of inOrder(await linesOf(trx, id))) await take(trx, line, 'anyway');
      await raise(world, trx, { code: 'oversold', order: id });
    }
    return write(trx, id, 'sold');
  }
  if ((state === 'canceled' || state === 'expired') && stock === 'held') return release(trx, order);
  if (state === 'refunded' && stock === 'sold' && (await cameBack(trx, id)))
    return restock(trx, { id, stock });
  return stock;
}

/** Lets others have what a lapsed order held. The order must be locked, and hold. */
export async function release(trx: Trx, order: Pick<OrderRow, 'id' | 'coupon'>): Promise<'released'> {
  const { id } = order;
  await giveUseBack(trx, order);
  await giveBack(trx, await linesOf(trx, id));
  return write(trx, id, 'released');
}

/** Whether one of its refunds says that the goods came back. */
const cameBack = async (trx: Trx, id: OrderId): Promise<boolean> =>
  (await trx
    .selectFrom('refunds')
    .select('id')
    .where('order_id', '=', id)
    .where('restock', '=', 1)
    .where('status', '=', 'succeeded')
    .executeTakeFirst()) !== undefined;

/** Puts a sold order's pieces back on the shelf, once. The order must be locked. */
export async function restock(
  trx: Trx,
  { id, stock }: Pick<OrderRow, 'id' | 'stock'>,
): Promise<OrderRow['stock']> {
  if (stock !== 'sold') return stock;
  await giveBack(trx, await linesOf(trx, id));
  return write(trx, id, 'returned');
}

/** One statement, so that of many at once none takes what another has taken. */
async function take(trx: Trx, { sku, quantity }: Wanted, how: 'if there' | 'anyway'): Promise<boolean> {
  // What left the catalogue was sold while it stood there; only a counted stock can run out.
  const there = (pieces: ReturnType<typeof sql>): ReturnType<typeof sql> =>
    how === 'anyway'
      ? sql`1 = 1`
      : sql`not exists (select 1 from variants v where v.sku = ${sku} and v.stock < ${pieces})`;
  const { rows } = await sql`
    insert into stock_taken (sku, pieces)
      select cast(${sku} as text), cast(${quantity} as bigint) where ${there(sql`${quantity}`)}
    on conflict (sku) do update set pieces = stock_taken.pieces + excluded.pieces
      where ${there(sql`stock_taken.pieces + excluded.pieces`)}
    returning sku`.execute(trx);
  return rows.length > 0;
}

async function giveBack(trx: Trx, lines: readonly Wanted[]): Promise<void> {
  for (const { sku, quantity } of inOrder(lines)) {
    await trx
      .updateTable('stock_taken')
      .set((eb) => ({ pieces: eb('pieces', '-', quantity) }))
      .where('sku', '=', sku)
      .execute();
  }
}

async function write<S extends OrderRow['stock']>(trx: Trx, id: OrderId, stock: S): Promise<S> {
  await trx.updateTable('orders').set({ stock }).where('id', '=', id).execute();
  return stock;
}

const linesOf = (trx: Trx, id: OrderId): Promise<Wanted[]> =>
  trx.selectFrom('order_lines').select(['sku', 'quantity']).where('order_id', '=', id).execute();

/** Always the same order, so that two orders never wait for each other's rows. */
const inOrder = (lines: readonly Wanted[]): Wanted[] =>
  lines.toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
