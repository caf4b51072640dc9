/** The words of product and catalog for a store: labels of both tables, prices. */
import { EN_CATALOG } from '../../src/locale/en-catalog.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { formatMoney } from '../../src/locale/format.js';
import { label, type BaseKey } from '../../src/locale/label.js';
import type { Money } from '../../src/money.js';
import type { Store } from '../../src/store.js';

const TABLE = { ...EN_SHOP, ...EN_CATALOG };

export interface Words {
  readonly text: (
    key: BaseKey<keyof typeof TABLE>,
    values?: Readonly<Record<string, string | number>>,
  ) => string;
  readonly price: (value: Money) => string;
}

export const wordsOf = (store: Store): Words => ({
  text: (key, values) => label(store.labels, TABLE, key, values, store.locale),
  price: (value) => formatMoney(value, store.locale),
});
