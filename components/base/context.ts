/** How elements find their store: the Web Components context protocol, with a page-wide provider on <html> as the last one asked. */
import { ContextProvider, createContext } from '@lit/context';
import type { Store } from '../../src/store.js';
import { StoreCartChangeEvent, StoreErrorEvent } from '../events.js';

/** Shared by name, so that two copies of this library on a page understand each other. */
export const storeContext = createContext<Store, symbol>(Symbol.for('store-elements.store'));

/** Where the page's provider is found again, by a second call, by hot reload or by another copy of this library. */
const PAGE = Symbol.for('store-elements.page');

/**
 * Makes `store` the one of the whole page, for every element that stands in no `<store-provider>`.
 * `store-cart-change` is then fired on the document. Called again, the page has the new store instead.
 */
export function provideStore(store: Store): void {
  const html: HTMLElement & { [PAGE]?: (store: Store) => void } = document.documentElement;
  const provide = html[PAGE] ?? createPage(html, store);
  html[PAGE] = provide;
  provide(store);
}

function createPage(html: HTMLElement, initialValue: Store): (store: Store) => void {
  const provider = new ContextProvider(html, { context: storeContext, initialValue });
  // <html> is no Lit element, so nobody else says that the provider is there: those who asked before ask again now.
  provider.hostConnected();
  const announce = announcer(document);
  return (store) => {
    provider.setValue(store);
    announce(store);
  };
}

/** Tells a store when the page's language changes, and fires `store-cart-change` on `target` for each change of the cart, `store-error` for words that could not be loaded; of the store named last. */
export function announcer(target: EventTarget): (store?: Store) => void {
  let following: AbortController | undefined;
  return (store) => {
    following?.abort();
    if (!store) return;
    const { signal } = (following = new AbortController());
    const page = new MutationObserver(() => void store.language.set({}));
    page.observe(document.documentElement, { attributeFilter: ['lang'] });
    signal.onabort = () => page.disconnect();
    store.language.subscribe(
      ({ error }) => error && target.dispatchEvent(new StoreErrorEvent(error)),
      signal,
    );
    store.cart.subscribe((cart) => target.dispatchEvent(new StoreCartChangeEvent(cart)), signal);
  };
}
