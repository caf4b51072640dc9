/** The words of what the cart loads later, and what its pieces are given. */
import type { Store } from '../../src/store.js';
import { EN_CART } from '../../src/locale/en-cart.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { formatMoney } from '../../src/locale/format.js';
import { label, type BaseKey, type LabelValues } from '../../src/locale/label.js';
import type { Money } from '../../src/money.js';
import type { StoreElement } from '../base/store-element.js';

const TABLE = { ...EN_SHOP, ...EN_CART };

export type CartKey = BaseKey<keyof typeof TABLE>;

export interface Words {
  readonly text: (key: CartKey, values?: LabelValues) => string;
  readonly price: (value: Money) => string;
}

export const wordsOf = (store: Store): Words => ({
  text: (key, values) => label<Record<string, string>>(store.labels, TABLE, key, values, store.locale),
  price: (value) => formatMoney(value, store.locale),
});

/** What hosts it all: `<store-cart>`. */
export interface CartHost extends StoreElement {
  readonly mode: 'inline' | 'drawer' | undefined;
}

/** What each piece of the cart's extras works with. */
export interface Parts {
  readonly host: CartHost;
  readonly store: Store;
  readonly words: Words;
  readonly signal: AbortSignal;
  /** Moves the focus there after the next drawing in which it is found, unless the shopper has moved it meanwhile. */
  readonly focus: (selector: string) => void;
}
