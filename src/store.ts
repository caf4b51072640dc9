/**
 * The one object the elements of a page hold: cart, checkout, products, orders of one store. Nothing is global; two
 * stores can live on one page. The checkout's code is loaded when it is first asked for.
 */
import { createAsk, type Ask } from './api/client.js';
import { createShopApi } from './api/shop.js';
import type { Shelf } from './api/catalog.js';
import type { Product, ProductPage, ProductQuery } from './api/types.js';
import { browserEnv } from './browser-env.js';
import { createCart, type Cart } from './cart/cart.js';
import type { AdapterLoader } from './checkout/load-gateway.js';
import type { KnownOrders } from './checkout/known-orders.js';
import type { Checkout } from './checkout/snapshot.js';
import type { Env } from './env.js';
import { mistake } from './error-texts.js';
import type { GuardPolicy } from './security/guard.js';
import type { LabelOverrides } from './locale/label.js';
import { createLanguage, type Language } from './locale/language.js';
import type { LanguageChoice } from './locale/speech.js';
import { observable, type Observable } from './observable.js';

/** `locale` is the page's `lang` by default, then English. */
export interface StoreOptions extends LanguageChoice {
  /** Base address of the store server: `/store` or `https://shop.example/store`. */
  readonly endpoint: string;
  /** `catalog`: products are shown and not sold on this page; there is no cart. A server that says so itself has the last word. */
  readonly mode?: 'catalog' | undefined;
  /** Adapters by gateway name; the ones that ship are known by themselves. */
  readonly adapters?: Readonly<Record<string, AdapterLoader>>;
  /** For the script tags of gateways, under a CSP with nonces. */
  readonly nonce?: string;
  /** Which websites may frame the shop, and what becomes of a payment when something is wrong around the card form. */
  readonly guard?: GuardPolicy;
  /** Another world than the browser's, for tests. */
  readonly env?: Env;
}

export interface Store {
  /** Absolute, without a slash at its end. */
  readonly endpoint: string;
  /** Of numbers, money and dates, as it is now. */
  readonly locale: string;
  /** The words in force that are not the built-in English. */
  readonly labels: LabelOverrides;
  /** Changes the language, the shop's own words, or both, while the page is open. */
  readonly language: Language;
  readonly cart: Cart;
  /** Asks the store server: for what loads later. @internal */
  readonly ask: Ask;
  /** Products are only shown: because the page wants it, or because the server says so. */
  readonly catalogOnly: Observable<boolean>;
  /** A page of the catalogue. Rejects with StoreError. */
  products(query: ProductQuery, signal?: AbortSignal): Promise<ProductPage>;
  /** The product, asked once per page load. Rejects with StoreError. */
  product(id: string): Promise<Product>;
  /** The checkout of this store, always the same one. Rejects if its code can't be loaded; ask again then. */
  checkout(): Promise<Checkout>;
  /** The orders this browser can open. Rejects as `checkout` does. */
  orders(): Promise<KnownOrders>;
  /** Where the shop shows orders; the checkout sets it, redirect-based payments return there. */
  orderUrl: string;
  /** Lets go of everything: timers, channels, requests. */
  close(): void;
}

/**
 * Makes a store for a page.
 * @throws TypeError if `endpoint` is missing or no address.
 */
export function createStore(given: StoreOptions): Store {
  // Its own properties only: what a page has put on Object.prototype is no option (T-04).
  const options: StoreOptions = { __proto__: null, ...given } as object as StoreOptions;
  const env = options.env ?? browserEnv();
  const endpoint = endpointOf(options.endpoint, env.page().href);
  const language = createLanguage(options, env);
  const closing = new AbortController();
  const ask = createAsk(endpoint, env);
  const shop = createShopApi(ask);
  const cart = createCart(env, shop, endpoint, closing.signal);
  const catalogOnly = observable(options.mode === 'catalog');
  cart.subscribe(({ error }) => {
    if (error?.code === 'not_selling') catalogOnly.set(true);
  }, closing.signal);
  let shelf: Promise<Shelf> | undefined;
  const products = (): Promise<Shelf> =>
    (shelf ??= import('./api/catalog.js').then(
      ({ createShelf }) => createShelf(ask, catalogOnly, closing.signal),
      (error: unknown) => {
        shelf = undefined;
        throw error;
      },
    ));
  let checkout: Promise<Checkout> | undefined;
  let orders: KnownOrders | undefined;

  async function startCheckout(): Promise<Checkout> {
    const [{ createCheckout, createAttemptKeep, createOrdersApi, createTurn }, { SHIPPED }] =
      await Promise.all([import('./checkout/index.js'), import('./gateways/shipped.js')]);
    return createCheckout({
      env,
      api: createOrdersApi(ask),
      cart,
      attempts: createAttemptKeep(env, endpoint),
      turn: createTurn(env, endpoint),
      adapters: { __proto__: null, ...SHIPPED, ...options.adapters } as object as typeof SHIPPED,
      language,
      nonce: options.nonce,
      guard: options.guard,
      orderUrl: () => store.orderUrl,
      signal: closing.signal,
    });
  }

  const store: Store = {
    endpoint,
    get locale() {
      return language.get().locale;
    },
    get labels() {
      return language.get().labels;
    },
    language,
    cart,
    ask,
    orderUrl: env.page().href,
    catalogOnly,
    products: (query, signal) => products().then((api) => api.page(query, signal)),
    product: (id) => products().then((api) => api.product(id)),
    checkout() {
      checkout ??= startCheckout().catch((error: unknown) => {
        checkout = undefined;
        throw error;
      });
      return checkout;
    },
    async orders() {
      const { createKnownOrders, createAttemptKeep, createOrdersApi } = await import('./checkout/index.js');
      orders ??= createKnownOrders({
        env,
        api: createOrdersApi(ask),
        cart,
        attempts: createAttemptKeep(env, endpoint),
        signal: closing.signal,
      });
      return orders;
    },
    close: () => closing.abort(),
  };
  return store;
}

function endpointOf(endpoint: unknown, base: string): string {
  const text = typeof endpoint === 'string' ? endpoint.trim() : '';
  if (!text || !URL.canParse(text, base)) throw new TypeError(mistake('endpoint', endpoint));
  const url = new URL(text, base);
  return url.origin + url.pathname.replace(/(?<!\/)\/+$/, '');
}
