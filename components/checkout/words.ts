/** The checkout's words for a store: labels of both tables, prices. */
import { EN_CHECKOUT } from '../../src/locale/en-checkout.js';
import { EN_ORDER } from '../../src/locale/en-order.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { formatMoney } from '../../src/locale/format.js';
import { label, type BaseKey, type LabelTable, type LabelValues } from '../../src/locale/label.js';
import type { Money } from '../../src/money.js';
import type { Store } from '../../src/store.js';

const TABLE = { ...EN_SHOP, ...EN_CHECKOUT, ...EN_ORDER };

export type WordKey = BaseKey<keyof typeof TABLE>;
/** Of both tables, and of one that is loaded with what it belongs to. */
export type MoreWords<More> = Words<WordKey | (keyof More & string)>;

export interface Words<Key extends string = WordKey> {
  readonly text: (key: Key, values?: LabelValues) => string;
  /** The label of a code that comes from outside, or of `fallback` where there is none. */
  readonly coded: (key: string, fallback: Key, values?: LabelValues) => string;
  readonly price: (value: Money) => string;
  /** Of a day, `2026-11-23`. */
  readonly date: (day: string) => string;
}

export function wordsOf<More extends LabelTable = typeof TABLE>(store: Store, more?: More): MoreWords<More> {
  const table: LabelTable = { ...TABLE, ...more };
  const text = (key: string, values?: LabelValues): string =>
    label<LabelTable>(store.labels, table, key, values, store.locale);
  return {
    text,
    coded: (key, fallback, values) => text(key in table || key in store.labels ? key : fallback, values),
    price: (value) => formatMoney(value, store.locale),
    // The day itself, wherever it is read.
    date: (day) => new Date(day).toLocaleDateString(store.locale, { dateStyle: 'long', timeZone: 'UTC' }),
  };
}
