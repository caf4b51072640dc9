/**
 * The parts of the product that have words of their own, each loaded when it is needed: a cart in German does not load the
 * checkout's words. A language has one file for each (`de/shop.ts`); in English a part may be several tables.
 */
import type { EN_CART } from './en-cart.js';
import type { EN_CATALOG } from './en-catalog.js';
import type { EN_CHECKOUT } from './en-checkout.js';
import type { EN_EVIDENCE } from './en-evidence.js';
import type { EN_LABEL_EDITOR } from './en-label-editor.js';
import type { EN_REPORTS } from './en-reports.js';
import type { EN_ORDER } from './en-order.js';
import type { EN_PLACES } from './en-places.js';
import type { EN_RECEIPT } from './en-receipt.js';
import type { EN_SHOP } from './en-shop.js';
import type { EN_THEME } from './en-theme.js';
import type { LabelTable } from './label.js';

export interface Parts {
  readonly shop: typeof EN_SHOP;
  /** What the cart loads after its first paint. */
  readonly cart: typeof EN_CART;
  readonly catalog: typeof EN_CATALOG;
  /** The form: fields, payment, security message. */
  readonly checkout: typeof EN_CHECKOUT & typeof EN_PLACES;
  /** What came of it: orders, refusals, errors. */
  readonly order: typeof EN_ORDER & typeof EN_RECEIPT;
  /** What only the merchant sees. */
  readonly merchant: typeof EN_EVIDENCE & typeof EN_REPORTS & typeof EN_LABEL_EDITOR & typeof EN_THEME;
}

export type Part = keyof Parts;

/** A language's words for a part, with the forms its plurals have. Keys that English does not have are no keys. */
export type Translation<P extends Part, Form extends string> = Partial<Spelled<Parts[P], Form>>;

type Spelled<Table extends LabelTable, Form extends string> = {
  readonly [
    Key in keyof Table & string as Key extends `${infer Base}.${'one' | 'other'}`
      ? `${Base}.other` extends keyof Table
        ? `${Base}.${Form}`
        : Key
      : Key
  ]: string;
};
