/**
 * What the script tag does with its page, as a module and as one classic file: makes the page's store from the tag's
 * attributes, and offers one frozen global, `StoreElements`, to pages without a build.
 *
 * - `data-endpoint="/store"`: the store server's address; with it the page has a store as soon as the script runs
 * - `data-locale="de"`: the shop's language; default is the page's `lang`
 * - `data-labels="/labels.json"`: the shop's own words, a JSON file
 * - `data-mode="catalog"`: shows products and sells none
 * - `data-guard="stop"`: takes no payment while something is wrong around the card form
 * - `data-ancestors="https://a.example"`: websites, by origin, that may frame the shop
 * - `nonce`: for the gateways' scripts, under a Content-Security-Policy with nonces
 *
 * A second script tag, of whatever version, changes nothing and says so once in the console.
 */
import type { CartSnapshot } from '../src/cart/cart.js';
import { createStore, type Store, type StoreOptions } from '../src/store.js';
import { VERSION } from '../src/version.js';
import { provideStore } from './base/context.js';
import './define.js';

/** The script tag's whole programming interface. */
export interface StoreElementsGlobal {
  readonly version: string;
  /** The cart as it stands. Throws if the page has no store yet. */
  getCart(): CartSnapshot;
  /** Sets how many pieces of each sku are in the cart; 0 removes. */
  updateCart(quantities: Readonly<Record<string, number>>): CartSnapshot;
  /** Opens the page's `<store-cart mode="drawer">`. Rejects if it has none. */
  openCart(): Promise<void>;
  /** To the page's checkout, or the page a `<store-cart checkout-href>` names. Rejects if there is neither. */
  startCheckout(): Promise<void>;
  /**
   * Makes the page's store, for pages that can't set `data-endpoint`. Without `endpoint` it changes the language of the store
   * there is: `locale`, `labels`, `labelsSrc`. Throws if there is none, or one already.
   */
  configure(
    options: Partial<
      Pick<StoreOptions, 'endpoint' | 'locale' | 'mode' | 'labels' | 'labelsSrc' | 'nonce' | 'guard'>
    >,
  ): void;
}

type Options = Parameters<StoreElementsGlobal['configure']>[0];

/** What the first script tag leaves for those after it. */
interface Loaded {
  readonly version: string;
  /** Makes the page's store; false if there is one. */
  readonly start: (options: Options) => boolean;
  told?: boolean;
}

const LOADED = Symbol.for('store-elements.script');

/** Called by each script tag's file. `tag` is the one that loaded it, if it can be told; then called again when it can. */
export function startPage(tag: HTMLScriptElement | undefined): void {
  const world: typeof globalThis & { [LOADED]?: Loaded } = globalThis;
  const options = tag && optionsOf(tag);
  const first = world[LOADED];
  if (!first) {
    world[LOADED] = { version: VERSION, start };
    // Not `in`: an element called so would be found.
    if (!Object.hasOwn(world, 'StoreElements'))
      Object.defineProperty(world, 'StoreElements', { value: api, enumerable: true });
    if (options) start(options);
    return;
  }
  if (!tag || (options && first.start(options)) || first.told) return;
  first.told = true;
  // eslint-disable-next-line no-console -- a page with two of us would else never know
  console.warn(`store-elements ${first.version} is here; ${VERSION} changes nothing.`);
}

function optionsOf(tag: HTMLScriptElement): Options | undefined {
  // Not `tag.dataset`: it has what a page has put on Object.prototype, too (T-04).
  const given = (name: string): string | undefined => tag.getAttribute(`data-${name}`) ?? undefined;
  const [endpoint, guard, ancestors] = [given('endpoint'), given('guard'), given('ancestors')];
  if (!endpoint) return undefined;
  const [locale, labelsSrc] = [given('locale'), given('labels')];
  return {
    endpoint,
    guard: { onConcern: guard === 'stop' ? guard : undefined, allowedAncestors: ancestors?.split(' ') },
    ...{ locale, labelsSrc, mode: given('mode') as 'catalog' },
    ...(tag.nonce && { nonce: tag.nonce }),
  };
}

let pageStore: Store | undefined;

function start(options: Options): boolean {
  if (pageStore) return false;
  pageStore = createStore(options as StoreOptions);
  provideStore(pageStore);
  return true;
}

function requireStore(): Store {
  if (!pageStore) {
    throw new TypeError('No store yet: set data-endpoint on the script tag, or call configure().');
  }
  return pageStore;
}

const api: StoreElementsGlobal = Object.freeze<StoreElementsGlobal>({
  version: VERSION,
  getCart: () => requireStore().cart.get(),
  updateCart(quantities) {
    const { cart } = requireStore();
    for (const [sku, quantity] of Object.entries(quantities)) {
      const there = cart.get().lines.some((l) => l.sku === sku);
      if (there) cart.setQuantity(sku, quantity);
      else if (quantity !== 0) cart.add(sku, quantity);
    }
    return cart.get();
  },
  openCart: async () => (await import('./cart/start.js')).openCart(),
  startCheckout: async () => (await import('./cart/start.js')).startCheckout(),
  configure(options) {
    if (pageStore && !options.endpoint) void pageStore.language.set(options);
    else if (!start(options)) throw new TypeError('This page has a store; <store-provider> makes another.');
  },
});
