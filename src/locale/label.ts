/**
 * Labels: plain text from flat tables, with `{name}` places. A merchant's own words come first, then the language's, then
 * the English of the table; text is always set as text, never as HTML. Each part of the product brings its own table, so
 * that the cart does not carry the checkout's words.
 */

export type LabelTable = Readonly<Record<string, string>>;

/** Merchant's or a language's words by key; keys that are missing fall back to English. */
export type LabelOverrides = Readonly<Record<string, string>>;

/** What stands in the places of a label. Numbers are written as the locale does. */
export type LabelValues = Readonly<Record<string, string | number>>;

/** Looks the label up and fills its places. A key with `.one`/`.other` twins is chosen by `values.count`. */
export function label<Table extends LabelTable>(
  overrides: LabelOverrides,
  table: Table,
  key: BaseKey<keyof Table & string>,
  values: LabelValues = {},
  locale = 'en',
): string {
  const find = (k: string): string | undefined => overrides[k] ?? table[k];
  const { count } = values;
  const text =
    (typeof count === 'number'
      ? (find(`${key}.${new Intl.PluralRules(locale).select(count)}`) ?? find(`${key}.other`))
      : undefined) ??
    find(key) ??
    key;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    return Object.hasOwn(values, name) ? `${values[name]?.toLocaleString(locale)}` : place;
  });
}

/** The forms a language may have of a label with a number (CLDR). English has `one` and `other`. */
export type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** `cart.count.one` and `cart.count.other` are asked for as `cart.count`. */
export type BaseKey<Key extends string> = Key extends `${infer Base}.one` | `${infer Base}.other`
  ? Base
  : Key;
