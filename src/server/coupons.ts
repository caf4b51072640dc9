/**
 * Coupons: whether a code may be used now, and how often it was. Rules come from the settings or were made over the admin API;
 * the settings win. What a rule takes off a cart is worked out in discount.ts.
 */
import { sql, type Transaction } from 'kysely';
import { couponCode } from './coupon-options.js';
import type { Db } from './db/database.js';
import type { OrderRow, Tables } from './db/tables.js';
import type { CouponAsked, CouponProblem, CouponRule } from './discount.js';
import { sha256, type OrderId } from './ids.js';
import type { World } from './world.js';

/**
 * What the shopper typed, as far as it depends on more than the cart. A client that has guessed too often is told nothing
 * about any code for a while, right ones included: else the right one could be found by going on. Each guess takes its place
 * before it is looked at, so that many at once get no further than one after the other; what was no guess gives it back.
 */
export async function askCoupon(
  world: World,
  db: Db,
  typed: string,
  asker: { readonly client: string | undefined; readonly email: string | undefined },
): Promise<CouponAsked> {
  const { limits } = world.settings;
  const code = couponCode(typed);
  const place =
    limits && asker.client !== undefined
      ? limits.memory.reserve(`coupons:${asker.client}`, limits.coupons)
      : undefined;
  if (place && !place.ok) return { code, problem: 'coupon_slow_down' };
  const rule = code === undefined ? undefined : await findRule(world, db, code);
  const problem = rule ? await standing(db, rule, world.now(), asker.email) : 'coupon_unknown';
  // One that is over, or used up, is no guess: it was told to somebody once.
  if (problem !== 'coupon_unknown') place?.giveBack();
  return problem ? { code, problem } : { code, rule: rule as CouponRule };
}

/** Whether the store takes codes at all, so that a page knows whether to ask for one. */
export async function takesCoupons(world: World, db: Db): Promise<boolean> {
  if (world.settings.coupons.size > 0) return true;
  const any = db.selectFrom('coupons').select('code').where('disabled_at', 'is', null).limit(1);
  return (await any.executeTakeFirst()) !== undefined;
}

async function findRule(world: World, db: Db, code: string): Promise<CouponRule | undefined> {
  const own = world.settings.coupons.get(code);
  if (own) return own;
  const row = await db
    .selectFrom('coupons')
    .select('rule')
    .where('code', '=', code)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row && (JSON.parse(row.rule) as CouponRule);
}

async function standing(
  db: Db,
  rule: CouponRule,
  now: number,
  email: string | undefined,
): Promise<CouponProblem | undefined> {
  // One that is still to come is nobody's business yet.
  if (rule.startsAt !== undefined && now < Date.parse(rule.startsAt)) return 'coupon_unknown';
  if (rule.endsAt !== undefined && now >= Date.parse(rule.endsAt)) return 'coupon_expired';
  if (rule.oncePerCustomer && email !== undefined && (await isUsedBy(db, customerOf(rule.code, email))))
    return 'coupon_used_by_customer';
  if (rule.maxUses === undefined) return undefined;
  const used = await db
    .selectFrom('coupon_uses')
    .select('uses')
    .where('code', '=', rule.code)
    .executeTakeFirst();
  return (used?.uses ?? 0) >= rule.maxUses ? 'coupon_used_up' : undefined;
}

/** Whose use of it that is. Case, and what stands behind a plus, make no other customer of an e-mail address. */
function customerOf(code: string, email: string): string {
  const [local = '', domain = ''] = email.normalize('NFKC').trim().toLowerCase().split('@');
  const plus = local.indexOf('+', 1);
  return sha256(`${code} ${plus < 0 ? local : local.slice(0, plus)}@${domain}`);
}

/** By another order than this one. */
async function isUsedBy(db: Db, customer: string, order?: OrderId): Promise<boolean> {
  const used = db
    .selectFrom('orders')
    .select('id')
    .where('coupon_customer', '=', customer)
    .where('stock', '!=', 'released')
    .limit(1);
  return (await (order ? used.where('id', '!=', order) : used).executeTakeFirst()) !== undefined;
}

type Trx = Transaction<Tables>;
type Used = Pick<OrderRow, 'coupon' | 'coupon_limit' | 'coupon_customer'>;

/** What an order keeps of the code that took something off. The limits stay as they were, whatever becomes of the rule. */
export async function usedCoupon(
  world: World,
  db: Db,
  code: string | undefined,
  email: string,
): Promise<Used> {
  const rule = code === undefined ? undefined : await findRule(world, db, code);
  return {
    coupon: rule?.code ?? null,
    coupon_limit: rule?.maxUses ?? null,
    coupon_customer: rule?.oncePerCustomer ? customerOf(rule.code, email) : null,
  };
}

/**
 * Takes one use of the order's coupon, if it has one, in one statement: of many at once no more than the limit do (T-32).
 * `anyway`: the money came for an order whose use was given to another.
 */
export async function takeUse(
  trx: Trx,
  { coupon, coupon_limit: limit, coupon_customer: customer, id }: Used & { readonly id?: OrderId },
  how: 'if there' | 'anyway' = 'if there',
): Promise<boolean> {
  if (coupon === null) return true;
  const there = limit === null || how === 'anyway' ? sql`1 = 1` : sql`coupon_uses.uses < ${limit}`;
  const { rows } = await sql`
    insert into coupon_uses (code, uses) values (${coupon}, 1)
    on conflict (code) do update set uses = coupon_uses.uses + 1 where ${there}
    returning code`.execute(trx);
  if (rows.length === 0) return false;
  // Whoever else wants a use of this code waits for the row that was written just now, so of two orders of one customer one sees
  // the other.
  if (customer === null || how === 'anyway' || !(await isUsedBy(trx, customer, id))) return true;
  await giveUseBack(trx, { coupon });
  return false;
}

export async function giveUseBack(trx: Trx, { coupon }: Pick<Used, 'coupon'>): Promise<void> {
  if (coupon === null) return;
  await trx
    .updateTable('coupon_uses')
    .set((eb) => ({ uses: eb('uses', '-', 1) }))
    .where('code', '=', coupon)
    .execute();
}
