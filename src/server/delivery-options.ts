/** The options that say where the store delivers to, how, and with which tax. */
import { isAmount, isList, need } from './option-checks.js';
import { checkArea } from './places.js';
import type { DeliveryRule } from './pricing.js';
import type { TaxRule } from './tax.js';

export function countriesOf(countries: readonly string[]): readonly [string, ...string[]] {
  need(
    isList(countries) && countries.every(isCountry),
    'countries',
    'must hold ISO 3166-1 codes such as "DE".',
  );
  const [first, ...rest] = new Set(countries);
  need(first, 'countries', 'must name at least one country the store delivers to.');
  return [first, ...rest];
}

const isCountry = (code: unknown): boolean => typeof code === 'string' && /^[A-Z]{2}$/.test(code);

export function checkDelivery(rules: readonly DeliveryRule[], countries: readonly string[]): void {
  need(isList(rules), 'delivery', 'must be a list of ways to deliver, or a function.');
  need(new Set(rules.map(({ id }) => id)).size === rules.length, 'delivery', 'has two of the same id.');
  for (const rule of rules) {
    const named = `"${rule.id}"`;
    need(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(rule.id),
      'delivery',
      `${named} is no id: use letters, digits, dots and dashes.`,
    );
    need(
      typeof rule.title === 'string' && typeof rule.description === 'string',
      'delivery',
      `${named} needs a title and a description.`,
    );
    need(isAmount(rule.amount), 'delivery', `${named} needs an amount in whole minor units, 0 or more.`);
    need(
      rule.freeFrom === undefined || isAmount(rule.freeFrom),
      'delivery',
      `${named} needs a freeFrom in whole minor units, or none.`,
    );
    checkArea(rule, 'delivery', named);
  }
  const left = countries.find(
    (country) => !rules.some((rule) => rule.countries === '*' || rule.countries.includes(country)),
  );
  need(
    left === undefined,
    'delivery',
    `has nothing for ${String(left)}. For goods that need none, add one with amount 0 and countries "*".`,
  );
}

export function checkTax(tax: TaxRule | undefined): void {
  if (tax === undefined || typeof tax === 'function') return;
  need(isList(tax), 'tax', 'must be a list of rates, or a function.');
  for (const [index, area] of tax.entries()) {
    const { rate, included } = area;
    checkArea(area, 'tax', `(rate ${index + 1})`);
    need(
      Number.isInteger(rate) && rate >= 0 && rate <= 10_000,
      'tax',
      'needs rates in whole basis points: 1900 for 19 %.',
    );
    need(typeof included === 'boolean', 'tax', 'needs `included`: whether prices hold the tax already.');
  }
}
