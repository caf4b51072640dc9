/** What is known of the addresses of each country; a chunk of its own, and the regions of each country another one. */
import { FORMATS } from './data/formats.js';
import { REGIONS } from './data/regions.js';
import { ANYWHERE, type AddressForm, type PlaceName, type Region } from './form.js';

export { suggestEmail } from './email.js';

/** Codes of all countries whose addresses are known, by their names in that language. */
export function countriesIn(locale: string): readonly string[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const named = FORMATS.map((row) => row.slice(0, 2)).map((code) => [code, names.of(code) ?? code] as const);
  const { compare } = new Intl.Collator(locale);
  return Object.freeze(named.sort(([, a], [, b]) => compare(a, b)).map(([code]) => code));
}

const NAMES: Readonly<Record<string, PlaceName>> = { a: 'street', c: 'city', r: 'region', p: 'postalCode' };

/** Of a country that is not known, the form that fits everywhere. `locale`: in whose language regions are named. */
export async function addressForm(country: string, locale: string): Promise<AddressForm> {
  const found = FORMATS.find((row) => row.startsWith(`${country}\t`))?.split('\t');
  if (!found) return { ...ANYWHERE, country };
  const [
    ,
    rows = '',
    needed = '',
    region,
    city,
    postalCode,
    districts,
    example = '',
    pattern,
    language = '',
  ] = found;
  return Object.freeze<AddressForm>({
    country,
    rows: rows.split(',').flatMap(rowOf),
    needed: new Set([...needed].map(nameOf)),
    kinds: { region: region || 'province', city: city || 'city', postalCode: postalCode || 'postal' },
    districts: districts === 'd',
    regions: Object.freeze(await regionsOf(country, language, locale)),
    postal: pattern ? { pattern: new RegExp(`^(?:${pattern})$`), example } : undefined,
  });
}

const nameOf = (letter: string): PlaceName => NAMES[letter] ?? 'street';

/** The second line of a street follows the first. */
const rowOf = (letters: string): readonly (readonly PlaceName[])[] =>
  letters === 'a' ? [['street'], ['extended']] : [[...letters].map(nameOf)];

/** None where they could not be loaded: then they are typed. */
async function regionsOf(country: string, language: string, locale: string): Promise<readonly Region[]> {
  const data = await REGIONS[country]?.().catch(() => undefined);
  if (!data) return [];
  const [keys, names, latin] = data.default.map((text) => text.split('~')) as [string[], string[], string[]];
  const isNative = locale.split('-')[0] === language.split('-')[0];
  const named = (index: number): string => names[index] || keys[index] || '';
  const inLatin = (index: number): string =>
    latin[index] || (isLatin(named(index)) ? named(index) : (keys[index] ?? ''));
  const regions = keys.map((key, index) => ({
    value: isNative || isLatin(key) ? key : latin[index] || key,
    label: isNative ? named(index) : inLatin(index),
  }));
  const { compare } = new Intl.Collator(locale);
  // At home they have an order of their own: north to south, the capital first.
  return isNative ? regions : regions.sort((a, b) => compare(a.label, b.label));
}

const isLatin = (text: string): boolean => !/[^\p{Script=Latin}\p{P}\p{Zs}\p{N}\p{M}\p{Sk}]/u.test(text);
