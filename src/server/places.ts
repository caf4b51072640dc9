/**
 * Where a cart goes, as far as prices depend on it, and the areas that rates and ways of delivery are for. Until an address is
 * known in full, what a rule still has to know is told, and an order waits for it.
 */
import { regionKey, usesPart } from '../address/region.js';
import type { WirePlacePart } from '../api/wire.js';
import { isList, need } from './option-checks.js';

export interface Place {
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
  /** As its country's addresses write it: `CA`. null: not said, or none of that country. */
  readonly region: string | null;
  /** Letters and digits only; of the United States the first five. */
  readonly postalCode: string | null;
}

/** What a rule is for. With regions or postal codes it is for exactly one country. */
export interface Area {
  /** ISO 3166-1 alpha-2, or all of the store's. */
  readonly countries: readonly string[] | '*';
  /** Only these: `['CA', 'NY']`, by key or name as in that country's addresses. */
  readonly regions?: readonly string[];
  /** All but these. */
  readonly exceptRegions?: readonly string[];
  /** Only these: `'27498'`, a range `'99500..99999'`, or all that begin so, `'HS*'`. Case, spaces and dashes do not matter. */
  readonly postalCodes?: readonly string[];
  /** All but these. */
  readonly exceptPostalCodes?: readonly string[];
}

/** A function's answer when it has to know more of the address. */
export interface Needs {
  readonly needs: WirePlacePart;
}

/** What was said of a place, in the one way it is compared. */
export async function placeOf(
  country: string,
  region: string | undefined,
  postalCode: string | undefined,
): Promise<Place> {
  return {
    country,
    region: (region !== undefined && (await regionKey(country, region))) || null,
    postalCode: (postalCode !== undefined && plainCode(country, postalCode)) || null,
  };
}

function plainCode(country: string, text: string): string {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return country === 'US' ? code.slice(0, 5) : code;
}

export interface Fit {
  readonly fits: boolean;
  /** What has to be known before that is sure. */
  readonly lacks: readonly WirePlacePart[];
}

const NO: Fit = { fits: false, lacks: [] };

/** Whether a rule is for that place. What is not known counts as none of those that are named. */
export function fitOf(area: Area, place: Place): Fit {
  if (area.countries !== '*' && !area.countries.includes(place.country)) return NO;
  const parts = [
    ['region', place.region, area.regions, area.exceptRegions, isRegion],
    ['postal_code', place.postalCode, area.postalCodes, area.exceptPostalCodes, isCode],
  ] as const;
  const lacks: WirePlacePart[] = [];
  let fits = true;
  for (const [part, known, only, except, is] of parts) {
    if (!only && !except) continue;
    const among = (list: readonly string[] | undefined): boolean =>
      known !== null && (list?.some((each) => is(each, known)) ?? false);
    const here = (!only || among(only)) && !among(except);
    if (known === null) lacks.push(part);
    else if (!here) return NO;
    fits &&= here;
  }
  return { fits, lacks };
}

const isRegion = (named: string, known: string): boolean => named === known;

function isCode(named: string, known: string): boolean {
  const [from = '', to] = named.split('..').map((text) => text.normalize('NFKC').toUpperCase());
  const [first, last] = [from, to].map((text) => text?.replace(/[^\p{L}\p{N}]/gu, ''));
  if (first === undefined) return false;
  if (last === undefined) return from.endsWith('*') ? known.startsWith(first) : known === first;
  const begin = known.slice(0, first.length);
  return begin.length === first.length && first <= begin && begin <= last;
}

/** What prices of these rules depend on; of a function's anything may. */
export function partsOf(rules: readonly unknown[]): WirePlacePart[] {
  const areas = rules.flatMap((rule): readonly (Area | 'any')[] =>
    typeof rule === 'function' ? ['any'] : ((rule ?? []) as Area[]),
  );
  const asks = (...names: (keyof Area)[]): boolean =>
    areas.some((area) => area === 'any' || names.some((name) => area[name] !== undefined));
  return [
    ...(asks('regions', 'exceptRegions') ? (['region'] as const) : []),
    ...(asks('postalCodes', 'exceptPostalCodes') ? (['postal_code'] as const) : []),
  ];
}

/** @throws TypeError with the cure. */
export function checkArea(area: Area, option: string, named: string): void {
  const { countries } = area;
  need(
    countries === '*' || (isList(countries) && countries.every((code) => /^[A-Z]{2}$/.test(code))),
    option,
    `${named} needs countries such as ["DE"], or "*".`,
  );
  for (const name of ['regions', 'exceptRegions', 'postalCodes', 'exceptPostalCodes'] as const) {
    const list = area[name];
    if (list === undefined) continue;
    const [country, ...more] = countries === '*' ? [] : countries;
    need(
      country !== undefined && more.length === 0,
      option,
      `${named} has ${name}: so it needs one country, such as ["US"].`,
    );
    const isPostal = name.endsWith('odes');
    need(
      isList(list) &&
        list.length > 0 &&
        list.every((text) => typeof text === 'string' && (isPostal ? isRange(text) : text.trim() !== '')),
      option,
      `${named} needs ${name} as a list such as ${isPostal ? '["27498", "99500..99999", "HS*"]' : '["CA"]'}.`,
    );
    need(
      usesPart(country, isPostal ? 'postal_code' : 'region'),
      option,
      `${named} has ${name}, and addresses in ${country} have none: nobody could be asked for one.`,
    );
  }
}

function isRange(text: string): boolean {
  const code = /^[\p{L}\p{N}][\p{L}\p{N} -]{0,15}$/u;
  const [from = '', to, ...more] = text.split('..');
  if (to === undefined) return code.test(text.replace(/\*$/, ''));
  const bare = (part: string): string => part.replace(/[ -]/g, '').toUpperCase();
  return (
    more.length === 0 &&
    code.test(from) &&
    code.test(to) &&
    bare(from).length === bare(to).length &&
    bare(from) <= bare(to)
  );
}

/** The rules with their regions by key. @throws TypeError for a region that its country does not have. */
export async function withRegionKeys<A extends Area>(rules: readonly A[], option: string): Promise<A[]> {
  return Promise.all(
    rules.map(async (rule) => {
      if (rule.countries === '*') return rule;
      const [country = ''] = rule.countries;
      const keysOf = (names: readonly string[]): Promise<string[]> =>
        Promise.all(
          names.map(async (name) => {
            const key = await regionKey(country, name);
            need(key, option, `names the region "${name}", and ${country} has none of that name.`);
            return key;
          }),
        );
      return {
        ...rule,
        ...(rule.regions && { regions: await keysOf(rule.regions) }),
        ...(rule.exceptRegions && { exceptRegions: await keysOf(rule.exceptRegions) }),
      };
    }),
  );
}
