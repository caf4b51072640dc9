/** The merchant's coupons over the API: those of the settings are shown beside them, and changed only there. */
import { StoreError } from '../../errors.js';
import type { WireCoupon, WireCouponList, WireCouponRequest } from '../../api/wire-admin.js';
import { couponCode, couponOf } from '../coupon-options.js';
import { transact } from '../db/transact.js';
import type { CouponRule } from '../discount.js';
import { readJson } from '../json.js';
import { PRICE_LIMIT } from '../option-checks.js';
import { json } from '../problems.js';
import { check } from '../schemas.js';
import type { Handler, World } from '../world.js';

export const getCoupons: Handler = async (world) =>
  json({ coupons: await allCoupons(world) } satisfies WireCouponList);

/** A code is made once: orders name it, so it is never made anew with another meaning. */
export const postCoupon: Handler = async (world, { request }) => {
  const rule = ruleOf(check(world.schemas.coupon, await readJson(request)));
  const taken = refused('$.code', 'There is a coupon of this code already.');
  if (world.settings.coupons.has(rule.code)) throw taken;
  const made = await transact(world.db, (trx) =>
    trx
      .insertInto('coupons')
      .values({ code: rule.code, rule: JSON.stringify(rule), created_at: world.now(), disabled_at: null })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('code')
      .executeTakeFirst(),
  );
  if (!made) throw taken;
  return json(await oneCoupon(world, rule.code), 201);
};

/** Orders that have it keep it. Repeating it changes nothing. */
export const postDisableCoupon: Handler = async (world, { request, params }) => {
  check(world.schemas.nothing, await readJson(request));
  const code = couponCode(params['code'] ?? '') ?? '';
  await transact(world.db, (trx) =>
    trx
      .updateTable('coupons')
      .set({ disabled_at: world.now() })
      .where('code', '=', code)
      .where('disabled_at', 'is', null)
      .execute(),
  );
  return json(await oneCoupon(world, code));
};

async function oneCoupon(world: World, code: string): Promise<WireCoupon> {
  const found = (await allCoupons(world)).find((coupon) => coupon.code === code && coupon.source === 'api');
  if (!found) throw new StoreError('not_found', 'There is no such coupon.');
  return found;
}

/** The settings' first, then the newest. */
async function allCoupons({ db, settings }: World): Promise<WireCoupon[]> {
  const uses = await db.selectFrom('coupon_uses').selectAll().execute();
  const used = new Map(uses.map((row) => [row.code, row.uses]));
  const rows = await db.selectFrom('coupons').selectAll().orderBy('created_at', 'desc').execute();
  return [
    ...[...settings.coupons.values()].map((rule) =>
      couponView(rule, used, { source: 'settings', created_at: null, disabled_at: null }),
    ),
    ...rows.map((row) =>
      couponView(JSON.parse(row.rule) as CouponRule, used, {
        source: 'api',
        created_at: new Date(row.created_at).toISOString(),
        disabled_at: row.disabled_at === null ? null : new Date(row.disabled_at).toISOString(),
      }),
    ),
  ];
}

const couponView = (
  rule: CouponRule,
  used: ReadonlyMap<string, number>,
  made: Pick<WireCoupon, 'source' | 'created_at' | 'disabled_at'>,
): WireCoupon => ({
  code: rule.code,
  title: rule.title ?? rule.code,
  rate: rule.rate ?? null,
  amount: rule.amount ?? null,
  minimum: rule.minimum ?? null,
  starts_at: rule.startsAt ?? null,
  ends_at: rule.endsAt ?? null,
  max_uses: rule.maxUses ?? null,
  skus: rule.skus ?? null,
  products: rule.products ?? null,
  categories: rule.categories ?? null,
  exclude_sale: rule.excludeSale === true,
  once_per_customer: rule.oncePerCustomer === true,
  uses: used.get(rule.code) ?? 0,
  ...made,
});

/** @throws StoreError `request_invalid` with what `couponOf` would tell the merchant. */
function ruleOf(wish: WireCouponRequest): CouponRule {
  const { starts_at: startsAt, ends_at: endsAt, max_uses: maxUses, ...others } = wish;
  const { exclude_sale: excludeSale, once_per_customer: oncePerCustomer, ...same } = others;
  try {
    return couponOf(
      {
        ...same,
        ...(startsAt && { startsAt }),
        ...(endsAt && { endsAt }),
        ...(maxUses && { maxUses }),
        ...(excludeSale && { excludeSale }),
        ...(oncePerCustomer && { oncePerCustomer }),
      },
      PRICE_LIMIT,
    );
  } catch (error) {
    throw refused('$', (error as TypeError).message);
  }
}

const refused = (path: string, message: string): StoreError =>
  new StoreError('request_invalid', undefined, { info: { errors: [{ path, message }] } });
