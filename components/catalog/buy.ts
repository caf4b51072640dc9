/** Puts a variant into the cart, unless somebody on the page objects. */
import type { Product, Variant } from '../../src/api/types.js';
import type { Store } from '../../src/store.js';
import type { StoreElement } from '../base/store-element.js';
import { StoreItemAddEvent } from '../events.js';
import type { Words } from './words.js';

export function buy(
  { host, store, words }: { readonly host: StoreElement; readonly store: Store; readonly words: Words },
  { title }: Product,
  { sku }: Variant,
  quantity = 1,
): void {
  if (!host.dispatchEvent(new StoreItemAddEvent({ sku, quantity }))) return;
  store.cart.add(sku, quantity);
  host.announce(words.text('cart.added', { title }));
}
