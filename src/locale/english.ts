/** All of English, by part: for the label editor, the pseudo-language and the check that no language lacks a word. */
import { EN_CART } from './en-cart.js';
import { EN_CATALOG } from './en-catalog.js';
import { EN_CHECKOUT } from './en-checkout.js';
import { EN_EVIDENCE } from './en-evidence.js';
import { EN_LABEL_EDITOR } from './en-label-editor.js';
import { EN_ORDER } from './en-order.js';
import { EN_PLACES } from './en-places.js';
import { EN_RECEIPT } from './en-receipt.js';
import { EN_REPORTS } from './en-reports.js';
import { EN_SHOP } from './en-shop.js';
import { EN_THEME } from './en-theme.js';
import type { Parts } from './parts.js';

export const ENGLISH: Parts = Object.freeze({
  shop: EN_SHOP,
  cart: EN_CART,
  catalog: EN_CATALOG,
  checkout: Object.freeze({ ...EN_CHECKOUT, ...EN_PLACES }),
  order: Object.freeze({ ...EN_ORDER, ...EN_RECEIPT }),
  merchant: Object.freeze({ ...EN_EVIDENCE, ...EN_REPORTS, ...EN_LABEL_EDITOR, ...EN_THEME }),
});
