/** Coupon rules as the merchant gives them: how a code is written, and the one place where a rule is looked at. */
import { hasCardNumber, isCardField } from './card-data.js';
import type { CouponRule } from './discount.js';
import { isList, need } from './option-checks.js';

/** The one way a code is written, or undefined for what can be none. */
export function couponCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').trim().toUpperCase();
  // A code is kept with orders and shown to the merchant: it must not be a place to put a card number.
  return /^[A-Z0-9][A-Z0-9_-]{2,31}$/.test(code) && !hasCardNumber(code) ? code : undefined;
}

/** The rule by its code, checked. @throws TypeError with the cure. */
export function couponOf(rule: CouponRule, limit: number, option = 'coupons'): CouponRule {
  const code = typeof rule.code === 'string' ? couponCode(rule.code) : undefined;
  need(
    code && !isCardField(code),
    option,
    `"${rule.code}" is no code: use 3 to 32 letters, digits, dashes and underscores.`,
  );
  const whole = (value: number | undefined, most: number): boolean =>
    value === undefined || (Number.isSafeInteger(value) && value >= 1 && value <= most);
  need(
    (rule.rate === undefined) !== (rule.amount === undefined),
    option,
    `"${code}" needs either a rate or an amount.`,
  );
  need(whole(rule.rate, 10_000), option, `"${code}" needs a rate in whole basis points: 1000 for 10 %.`);
  for (const name of ['amount', 'minimum'] as const)
    need(whole(rule[name], limit), option, `"${code}" needs ${name} in whole minor units, 1 or more.`);
  need(whole(rule.maxUses, 1_000_000_000), option, `"${code}" needs a whole maxUses, 1 or more.`);
  for (const name of ['startsAt', 'endsAt'] as const)
    need(
      rule[name] === undefined || isTime(rule[name]),
      option,
      `"${code}" needs ${name} such as "2026-12-01T00:00:00Z".`,
    );
  for (const name of ['skus', 'products', 'categories'] as const)
    need(
      rule[name] === undefined || (isList(rule[name]) && rule[name].length > 0),
      option,
      `"${code}" needs ${name} as a list with something in it, or none.`,
    );
  for (const name of ['excludeSale', 'oncePerCustomer'] as const)
    need(
      rule[name] === undefined || typeof rule[name] === 'boolean',
      option,
      `"${code}" needs ${name} as true or false.`,
    );
  return Object.freeze({ ...rule, code });
}

/** The rules of the settings by code. @throws TypeError with the cure. */
export function couponsOf(
  rules: readonly CouponRule[] | undefined,
  limit: number,
): ReadonlyMap<string, CouponRule> {
  need(isList(rules ?? []), 'coupons', 'must be a list of rules.');
  const checked = (rules ?? []).map((rule) => couponOf(rule, limit));
  const byCode = new Map(checked.map((rule) => [rule.code, rule]));
  need(byCode.size === checked.length, 'coupons', 'has two of the same code.');
  return byCode;
}

export const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
  !Number.isNaN(Date.parse(text));
