/**
 * `store-elements/ssr`: elements drawn on a server, as declarative shadow DOM. A browser shows them before any script has run, and
 * without JavaScript; the elements take over once they can draw the same themselves. Nothing is registered, no global is touched.
 * Needs `@lit-labs/ssr`.
 */
import type { CSSResultOrNative } from 'lit';
import type { Env } from '../src/env.js';
import { createStore, type Store, type StoreOptions } from '../src/store.js';
import type { View, ViewModule } from './base/lazy.js';
import { drawAt } from './base/place.js';
import type { StoreElement } from './base/store-element.js';
import { StoreAddToCart } from './store-add-to-cart.js';
import { StoreCart } from './store-cart.js';
import { StoreCartButton } from './store-cart-button.js';
import { StoreCatalog } from './store-catalog.js';
import { StoreProduct } from './store-product.js';
import { ownSize } from './styles/own-size.js';

/** What a server can draw: it knows the products, and nothing of the shopper, whose cart stands in their browser. */
const ELEMENTS = {
  'store-add-to-cart': StoreAddToCart,
  'store-cart': StoreCart,
  'store-cart-button': StoreCartButton,
  'store-catalog': StoreCatalog,
  'store-product': StoreProduct,
};

export type DrawnTag = keyof typeof ELEMENTS;

export interface ServerRendererOptions extends Pick<StoreOptions, 'endpoint' | 'locale' | 'labels'> {
  /** Answers what the elements ask: the server kit's `store.fetch`, or `fetch` where the store server is elsewhere. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** The page's address, as the browser has it: the catalogue reads its search and page there. */
  readonly url: string;
  /** For the style elements, under a Content-Security-Policy with nonces. */
  readonly nonce?: string;
}

export interface ServerRenderer {
  /**
   * The element's markup. `inside` is its light DOM, as HTML and the caller's own: links for browsers that are older than
   * declarative shadow DOM. If its data can't be had, the element comes with that and undrawn. Rejects if `@lit-labs/ssr` is
   * not installed. @throws TypeError for a tag that a server can't draw.
   */
  element(
    tag: DrawnTag,
    attributes?: Readonly<Record<string, string | number | boolean | undefined>>,
    inside?: string,
  ): Promise<string>;
  /** Lets go of everything. */
  close(): void;
}

/** What a browser without scripts can't use is not shown there. */
const WITHOUT_SCRIPT =
  '@media (scripting:none){button,input,select,form,[part~="quantity"]{display:none!important}}';

/** A page's sheet keeps room for what is not there yet; this is there. */
const NO_ROOM = ':host(:not(:defined)){min-inline-size:0!important;min-block-size:0!important}';

const AT_ONCE = '.drawn{display:contents}:host(:defined) .drawn{display:none}';

/** One per page that is drawn. */
export function createServerRenderer(options: ServerRendererOptions): ServerRenderer {
  const asking = new Set<Promise<unknown>>();
  const closing = new AbortController();
  const { endpoint, locale, labels } = options;
  const store = createStore({
    ...{ endpoint, env: serverEnv(options, asking) },
    ...(locale && { locale }),
    ...(labels && { labels }),
  });

  /** Until nothing is asked any more, and nothing comes of the last answer. */
  async function settled(): Promise<void> {
    do {
      await Promise.allSettled([...asking, store.language.need()]);
      await new Promise((resolve) => setTimeout(resolve));
    } while (asking.size);
  }

  return {
    async element(tag, attributes = {}, inside = '') {
      const given = Object.entries(attributes).flatMap(([name, value]) =>
        value === undefined || value === false ? [] : ([[name, value === true ? '' : `${value}`]] as const),
      );
      const { nonce, url } = options;
      const shadow = await draw(store, url, tag, given, settled, closing.signal);
      const style = nonce ? `<style nonce="${escape(nonce)}">` : '<style>';
      const template = shadow
        ? `<template shadowrootmode="open">${style}${shadow.css}${NO_ROOM}${WITHOUT_SCRIPT}</style>${shadow.html}</template>`
        : '';
      const names = given.map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
      return `<${tag}${names}>${template}${inside}</${tag}>`;
    },
    close() {
      closing.abort();
      store.close();
    },
  };
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What is used of an element here. It is never connected: its view draws, as in a browser, and nobody hears of changes. */
interface Drawn {
  load?(): Promise<ViewModule<StoreElement>>;
  render(): unknown;
  attributeChangedCallback(name: string, old: null, value: string): void;
}

async function draw(
  store: Store,
  url: string,
  tag: DrawnTag,
  attributes: readonly (readonly [string, string])[],
  settled: () => Promise<void>,
  signal: AbortSignal,
): Promise<{ readonly css: string; readonly html: string } | undefined> {
  if (!Object.hasOwn(ELEMENTS, tag))
    throw new TypeError(`element(): a server draws ${Object.keys(ELEMENTS).join(', ')}; not ${tag}.`);
  const Class = ELEMENTS[tag];
  let failure: unknown;
  const element = new Class();
  Object.defineProperties(element, {
    children: { value: [] },
    querySelector: { value: () => null },
    requestUpdate: { value: () => undefined },
    announce: { value: () => undefined },
    report: { value: (error: unknown) => (failure ??= error) },
  });
  const drawn = element as unknown as Drawn;
  // Asked first, because it also makes the class ready, as a registration would.
  const observed = Class.observedAttributes;
  for (const [name, value] of attributes)
    if (observed.includes(name)) drawn.attributeChangedCallback(name, null, value);

  await settled();
  const sheets: CSSResultOrNative[] = [...Class.elementStyles];
  let view: View | undefined;
  if (drawn.load) {
    const module = await drawn.load();
    sheets.push(...module.styles.map(ownSize));
    view = await onPage(url, () => module.connect(element, store, signal));
    // It asks for its data when it draws.
    onPage(url, () => view?.render());
    await settled();
  }
  if (failure) return undefined;
  const html = await toHtml(url, () => (view ?? drawn).render());
  const css = sheets.map((sheet) => ('cssText' in sheet ? sheet.cssText : '')).join('');
  // A lazy element takes this away when its view is there; another draws at once, and its styles hide this as soon as it is defined.
  if (view) return { css, html };
  return { css: css + AT_ONCE, html: `<div class="drawn">${html}</div>` };
}

async function toHtml(url: string, render: () => unknown): Promise<string> {
  const [ssr, { collectResultSync }] = await Promise.all([
    import('@lit-labs/ssr'),
    import('@lit-labs/ssr/lib/render-result.js'),
  ]);
  // A slot wants to be in an element; it need not be one that does anything.
  const host = Object.create(ssr.ElementRenderer.prototype) as InstanceType<typeof ssr.ElementRenderer>;
  const html = onPage(url, () => collectResultSync(ssr.render(render(), { customElementHostStack: [host] })));
  // Marks for Lit's hydration, which is not used: the elements draw anew, in the place of this. No text can hold one, unescaped.
  return html.replace(/<!--\/?lit-[^<>]*-->|<\?>/g, '');
}

/**
 * Runs `work`, which draws without pausing, as if on the page at `url`: what views ask of a window is there for as long, and gone
 * before anybody else's code runs.
 */
function onPage<T>(url: string, work: () => T): T {
  const window = { location: new URL(url), addEventListener: () => undefined };
  const before = Object.keys(window).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(window))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    return drawAt(url, work);
  } finally {
    for (const [name, was] of before) {
      if (was) Object.defineProperty(globalThis, name, was);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

function serverEnv({ fetch, url }: ServerRendererOptions, asking: Set<Promise<unknown>>): Env {
  return {
    fetch(input, init) {
      const answer = Promise.resolve(fetch(new Request(new URL(input, url), init)));
      asking.add(answer);
      const done = (): void => void asking.delete(answer);
      answer.then(done, done);
      return answer;
    },
    now: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    randomId: () => crypto.randomUUID().replaceAll('-', ''),
    storage: undefined,
    session: undefined,
    channel: () => undefined,
    tryLock: (_name, work) => work(),
    isLocked: () => Promise.resolve(false),
    unlocked: () => Promise.resolve(),
    isOnline: () => true,
    navigate: () => undefined,
    page: () => ({ href: url, secureContext: true, framed: false }),
  };
}
