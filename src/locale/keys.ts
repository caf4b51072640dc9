/** What keys and places a language must have, by English. */
import { ENGLISH } from './english.js';
import type { LabelTable, PluralForm } from './label.js';
import type { Part } from './parts.js';

export const PARTS = Object.keys(ENGLISH) as readonly Part[];

/** The plural forms of a language, in the order of CLDR. */
export const formsOf = (language: string): readonly PluralForm[] =>
  (['zero', 'one', 'two', 'few', 'many', 'other'] as const).filter((form) =>
    new Intl.PluralRules(language).resolvedOptions().pluralCategories.includes(form),
  );

/** A key without its plural form, if it is one of a pair in `table`. */
export function baseOf(key: string, table: LabelTable): string | undefined {
  const base = /^(.+)\.(?:one|other)$/.exec(key)?.[1];
  return base !== undefined && `${base}.other` in table && `${base}.one` in table ? base : undefined;
}

/** The keys of a table as a language has them, each with the English to be translated. */
export function keysOf(table: LabelTable, language: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [key, text] of Object.entries(table)) {
    const base = baseOf(key, table);
    if (base === undefined) keys.set(key, text);
    else
      for (const form of formsOf(language))
        keys.set(`${base}.${form}`, table[`${base}.${form}`] ?? table[`${base}.other`] ?? text);
  }
  return keys;
}

/** The names of the places in a text, sorted. A form that stands for one number may leave the number out. */
export const placesOf = (text: string, key = ''): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))]
    .filter((name) => name !== 'count' || !/\.(zero|one|two)$/.test(key))
    .sort();
