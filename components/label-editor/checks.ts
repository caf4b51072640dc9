/** What may be wrong with a merchant's own text, and what it is found by. */
import { placesOf } from '../../src/locale/keys.js';

export type Warning =
  { readonly kind: 'missing' | 'foreign'; readonly place: string } | { readonly kind: 'markup' | 'long' };

/** A text may grow by half and a few words before it is remarked on. */
const ROOM = 1.5;
const FEW_WORDS = 15;

/** Compares an own text with the English, which has the places, and with the text it stands for. */
export function warningsOf(own: string, key: string, english: string, standing: string): readonly Warning[] {
  const [wanted, given] = [placesOf(english, key), placesOf(own, key)];
  const all = placesOf(english);
  return [
    ...wanted
      .filter((name) => !given.includes(name))
      .map((name) => ({ kind: 'missing' as const, place: `{${name}}` })),
    ...given
      .filter((name) => !all.includes(name))
      .map((name) => ({ kind: 'foreign' as const, place: `{${name}}` })),
    ...(/<\/?[a-z!]|&#?\w{1,12};/i.test(own) ? [{ kind: 'markup' as const }] : []),
    ...(own.length > standing.length * ROOM + FEW_WORDS ? [{ kind: 'long' as const }] : []),
  ];
}

/** For searching: without accents and case. */
export const plainly = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** A few numbers of a plural form in a language: `2, 3, 4 …` */
export function examplesOf(form: string, language: string, locale: string): string {
  const rules = new Intl.PluralRules(language);
  const numbers = [...Array.from({ length: 30 }, (_, n) => n), 100, 101, 1_000_000];
  const found = numbers.filter((n) => rules.select(n) === form);
  // A form that whole numbers don't take is for broken ones.
  const shown = found.length ? found.slice(0, 4) : [0.5, 1.5].filter((n) => rules.select(n) === form);
  const list = shown.map((n) => n.toLocaleString(locale)).join(', ');
  return found.length > 4 ? `${list} …` : list;
}
