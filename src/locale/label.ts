/**
 * Labels: plain text from flat tables, with `{name}` places. A merchant's own words come first, then the table; text is
 * always set as text, never as HTML. Each part of the product brings its own table, so that the cart does not carry the
 * checkout's words.
 */

export type LabelTable = Readonly<Record<string, string>>;

/** Merchant's or a language's words by key; keys that are missing fall back to English. */
export type LabelOverrides = Readonly<Record<string, string>>;

/** Looks the label up and fills its places. A key with `.one`/`.other` twins is chosen by `values.count`. */
export function label<Table extends LabelTable>(
  overrides: LabelOverrides,
  table: Table,
  key: BaseKey<keyof Table & string>,
  values: Readonly<Record<string, string | number>> = {},
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
    const value = values[name];
    return value === undefined ? place : String(value);
  });
}

/** `cart.count.one` and `cart.count.other` are asked for as `cart.count`. */
export type BaseKey<Key extends string> = Key extends `${infer Base}.one` | `${infer Base}.other`
  ? Base
  : Key;
