/**
 * A language that nobody speaks (`en-XA`): English with accents, in brackets, longer by 40 %. What stays plain on a page in it
 * is no label; what breaks would break in German.
 */
import type { LabelTable } from './label.js';

const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aáeéiíoóuúyýcçnñsšzžAÁEÉIÍOÓUÚYÝCÇNÑSŠZŽ'.matchAll(/(.)(.)/gu)].map(
    ([, plain = '', accented = '']) => [plain, accented],
  ),
);

/** Places (`{name}`) stay as they are. */
export function pseudo(text: string): string {
  const accented = text.replace(/\{\w+\}|[a-z]/gi, (found) => ACCENTED[found] ?? found);
  return `[${accented}${' ~~~'.repeat(Math.ceil((text.length * 0.4) / 4))}]`;
}

/** For `createStore({ locale: 'en-XA', labels: pseudoLabels(…tables) })`. */
export const pseudoLabels = (...tables: readonly LabelTable[]): Record<string, string> =>
  Object.fromEntries(
    tables.flatMap((table) => Object.entries(table)).map(([key, text]) => [key, pseudo(text)]),
  );
