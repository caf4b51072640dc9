/** Registers `<store-evidence>`, which is for the merchant and so not among the shop's elements. Doing so twice is harmless. */
import { StoreEvidence } from './store-evidence.js';

if (typeof document !== 'undefined' && !customElements.get('store-evidence'))
  customElements.define('store-evidence', StoreEvidence);
