/** The texts there are, with what each says in English and in a language, and which of them a merchant wants to see. */
import { ENGLISH } from '../../src/locale/english.js';
import { baseOf, formsOf, keysOf, PARTS } from '../../src/locale/keys.js';
import type { LabelTable } from '../../src/locale/label.js';
import type { Part } from '../../src/locale/parts.js';
import type { LanguageTag } from '../../src/locale/resolve.js';
import { TABLES } from '../../src/locale/tables.js';
import { plainly, warningsOf, type Warning } from './checks.js';
import type { OwnWords } from './draft.js';

export interface Row {
  readonly key: string;
  readonly part: Part;
  readonly english: string;
  /** In the language; undefined where it has none, so that English stands there. */
  readonly translated: string | undefined;
  /** Of a text that goes by a number. */
  readonly form: string | undefined;
}

export type Filter = 'all' | 'changed' | 'untranslated' | 'warned';
export const FILTERS: readonly Filter[] = ['all', 'changed', 'untranslated', 'warned'];

/** All texts as a language has them. @throws what an import throws. */
export async function rowsOf(language: LanguageTag): Promise<readonly Row[]> {
  const tables = await Promise.all(
    PARTS.map(async (part): Promise<LabelTable> => (await TABLES[language]?.[part]?.())?.default ?? {}),
  );
  return PARTS.flatMap((part, i) => {
    const table: LabelTable = ENGLISH[part];
    return [...keysOf(table, language)].map(([key, english]): Row => {
      const form = key.slice(key.lastIndexOf('.') + 1);
      const plural = (formsOf(language) as readonly string[]).includes(form) && isPlural(key, form, table);
      const translated = language === 'en' ? english : tables[i]?.[key];
      return { key, part, english, translated, form: plural ? form : undefined };
    });
  });
}

const isPlural = (key: string, form: string, table: LabelTable): boolean =>
  baseOf(`${key.slice(0, -form.length)}other`, table) !== undefined;

export const standingOf = (row: Row): string => row.translated ?? row.english;

export const warningsIn = (row: Row, own: string | undefined): readonly Warning[] =>
  own === undefined ? [] : warningsOf(own, row.key, row.english, standingOf(row));

export function shownOf(rows: readonly Row[], own: OwnWords, filter: Filter, search: string): readonly Row[] {
  const words = plainly(search).split(/\s/).filter(Boolean);
  return rows.filter((row) => {
    const text = own[row.key];
    const fits =
      filter === 'all' ||
      (filter === 'changed' && text !== undefined) ||
      (filter === 'untranslated' && row.translated === undefined && text === undefined) ||
      (filter === 'warned' && warningsIn(row, text).length > 0);
    if (!fits) return false;
    const all = plainly(`${row.key} ${row.english} ${row.translated ?? ''} ${text ?? ''}`);
    return words.every((word) => all.includes(word));
  });
}
