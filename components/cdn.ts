/**
 * The script tag: `<script type="module" src="…/store-elements.js" data-endpoint="/store">` makes the page's store, registers
 * the elements and offers one frozen global, `StoreElements`, to pages without a build. `data-guard="stop"` takes no payment
 * while something is wrong around the card form; `data-ancestors` names the websites, by origin, that may frame the shop.
 */
import type { CartSnapshot } from '../src/cart/cart.js';
import { createStore, type Store, type StoreOptions } from '../src/store.js';
import { provideStore } from './base/context.js';
import './define.js';

/** The script tag's whole programming interface. */
export interface StoreElementsGlobal {
  /** The cart as it stands. Throws if the page has no store yet. */
  getCart(): CartSnapshot;
  /** Sets how many pieces of each sku are in the cart; 0 removes. */
  updateCart(quantities: Readonly<Record<string, number>>): CartSnapshot;
  /** Makes the page's store, for pages that can't set `data-endpoint`. Throws if there is one. */
  configure(options: Pick<StoreOptions, 'endpoint' | 'locale' | 'labels' | 'nonce' | 'guard'>): void;
}

let pageStore: Store | undefined;

function configure(options: Parameters<StoreElementsGlobal['configure']>[0]): void {
  if (pageStore)
    throw new TypeError(
      'StoreElements.configure(): this page already has a store; use <store-provider> for another one.',
    );
  pageStore = createStore(options);
  provideStore(pageStore);
}

function requireStore(call: string): Store {
  if (!pageStore) {
    throw new TypeError(
      `StoreElements.${call}(): this page has no store. Set data-endpoint on the script tag, or call StoreElements.configure() first.`,
    );
  }
  return pageStore;
}

const api: StoreElementsGlobal = Object.freeze<StoreElementsGlobal>({
  getCart: () => requireStore('getCart').cart.get(),
  updateCart(quantities) {
    const { cart } = requireStore('updateCart');
    for (const [sku, quantity] of Object.entries(quantities)) {
      const there = cart.get().lines.some((l) => l.sku === sku);
      if (there) cart.setQuantity(sku, quantity);
      else if (quantity !== 0) cart.add(sku, quantity);
    }
    return cart.get();
  },
  configure,
});

/** A module has no `currentScript`: the tag is the one with this file's address. */
const script = [...document.querySelectorAll<HTMLScriptElement>('script[data-endpoint]')].find(
  (tag) => tag.src === import.meta.url,
);
if (script?.dataset['endpoint']) {
  const { endpoint, guard, ancestors } = script.dataset;
  configure({
    endpoint,
    guard: { onConcern: guard === 'stop' ? guard : undefined, allowedAncestors: ancestors?.split(' ') },
    ...(document.documentElement.lang && { locale: document.documentElement.lang }),
    ...(script.nonce && { nonce: script.nonce }),
  });
}

// Not `in`: an element called so would be found.
if (!Object.hasOwn(globalThis, 'StoreElements')) {
  Object.defineProperty(globalThis, 'StoreElements', { value: api, enumerable: true });
}
