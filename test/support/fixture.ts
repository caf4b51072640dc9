/** Puts elements on the page for one test and takes them off again. */
import '../../components/define.js';
import { StoreProvider } from '../../components/store-provider.js';
import { createStore, type Store } from '../../src/store.js';
import { scriptedShop, type ScriptedShop } from './scripted-shop.js';

export interface Fixture {
  readonly shop: ScriptedShop;
  readonly store: Store;
  readonly provider: StoreProvider;
}

const used: Fixture[] = [];

/** A provider with its own store and shop, holding a new element of `tag`. */
export function fixture(shop = scriptedShop()): Fixture {
  const store = createStore({ endpoint: '/store', env: shop.env });
  const provider = new StoreProvider();
  provider.store = store;
  document.body.append(provider);
  const made = { shop, store, provider };
  used.push(made);
  return made;
}

export function place<Tag extends keyof HTMLElementTagNameMap>(
  { provider }: Fixture,
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  provider.append(element);
  return element;
}

afterEach(() => {
  for (const { provider, store } of used.splice(0)) {
    provider.remove();
    store.close();
  }
});

/** Resolves with the first event of that type, which must come before the test's own time is up. */
export const nextEvent = <T extends Event>(target: EventTarget, type: string): Promise<T> =>
  new Promise((resolve) => target.addEventListener(type, (event) => resolve(event as T), { once: true }));

/** Resolves when `holds` does, looked at after each change of the store's cart. */
export function whenCart(
  store: Store,
  holds: (cart: ReturnType<Store['cart']['get']>) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    if (holds(store.cart.get())) return resolve();
    const done = new AbortController();
    store.cart.subscribe((cart) => {
      if (!holds(cart)) return;
      done.abort();
      resolve();
    }, done.signal);
  });
}

/** Everything a shadow root says, as a screen reader would come across it, without styles. */
export const textOf = (element: Element): string =>
  (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** The element in a shadow root; a test that finds none has failed. */
export function part<T extends HTMLElement = HTMLElement>(element: Element, selector: string): T {
  const found = element.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`<${element.localName}> shows no ${selector}: ${textOf(element)}`);
  return found;
}

/** Resolves when a shadow root shows `selector`: its view may be loaded first. */
export function appears<T extends HTMLElement = HTMLElement>(element: Element, selector: string): Promise<T> {
  const { shadowRoot } = element;
  if (!shadowRoot) throw new Error(`<${element.localName}> has no shadow root`);
  return new Promise((resolve) => {
    const look = (): void => {
      const found = shadowRoot.querySelector<T>(selector);
      if (!found) return;
      watch.disconnect();
      resolve(found);
    };
    const watch = new MutationObserver(look);
    watch.observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  });
}

/** Resolves when a shadow root shows it: what comes in a later chunk. */
export function drawn(element: Element, selector: string): Promise<void> {
  return new Promise((resolve) => {
    const root = element.shadowRoot;
    const look = (): boolean => root?.querySelector(selector) !== null;
    if (!root || look()) return resolve();
    const observer = new MutationObserver(() => {
      if (!look()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(root, { childList: true, subtree: true });
  });
}
