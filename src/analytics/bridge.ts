/**
 * The bridge to the shop's own analytics: what the elements announce (`store-*` events) becomes GA4's ecommerce events, behind the
 * shopper's consent. It loads no script and sends nothing itself: it writes into the page's `dataLayer`, or calls a function. Whoever
 * reads that is the page's own choice (and, on a page with a card form, in the page's inventory of scripts).
 */
import type { Product } from '../api/types.js';
import type { CartSnapshot } from '../cart/cart.js';
import type { CartLines } from '../cart/lines.js';
import type { Store } from '../store.js';
import { createCartDiff, type CartDiff } from './cart-diff.js';
import { createConsent, type Consent } from './consent.js';
import { ofOrder, ofQuote, refundOf, selectItem, viewItem, viewItemList, type Ga4Event } from './ga4.js';
import { watchLooks } from './looks.js';
import { storeOfPage } from './page-store.js';
import { dataLayer, toDataLayer, toGtag } from './targets.js';
import { createTold } from './told.js';

export interface AnalyticsOptions {
  /** Nothing leaves before it is a yes. */
  readonly consent: Consent;
  /**
   * Where it goes: `dataLayer` as Google Tag Manager wants it (the default), `gtag` as a page with gtag.js alone wants it, or a
   * function of your own, for any other tool.
   */
  readonly to?: 'dataLayer' | 'gtag' | ((event: Ga4Event) => void);
  /** What happened on this page before the consent is told once it comes. Default: it never is. */
  readonly replay?: boolean;
  /** The store whose products are looked at. Default: the page's. */
  readonly store?: Store;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** ms that changes are gathered: a burst of clicks, or a grid of products, is one event. */
const PAUSE = 400;

/** Events that wait for the consent, where they may be told later. */
const MOST = 50;

/** Begins to tell. Call it once, after the store is there. */
export function connectAnalytics(options: AnalyticsOptions): void {
  const { consent, to = 'dataLayer', replay = false, signal = new AbortController().signal } = options;
  const given = createConsent(consent, dataLayer, () => flush());
  const send = typeof to === 'function' ? to : to === 'gtag' ? toGtag : toDataLayer;
  const told = createTold();
  let waiting: Ga4Event[] = [];

  function flush(): void {
    if (!waiting.length || signal.aborted || !given()) return;
    const now = waiting;
    waiting = [];
    now.forEach(sendOnce);
  }

  function tell(event: Ga4Event | undefined): void {
    if (!event || signal.aborted) return;
    flush();
    if (given()) sendOnce(event);
    else if (replay && waiting.length < MOST) waiting.push(event);
  }

  /** An order is bought once, however often its page is loaded, and given back once, if it was told of. */
  function sendOnce(event: Ga4Event): void {
    const { name, params } = event;
    const number = params.transaction_id;
    if (number !== undefined) {
      if (name === 'refund' && !told.has(`purchase ${number}`)) return;
      if (!told.add(`${name} ${number}`)) return;
    }
    try {
      send(event);
    } catch (error) {
      // The merchant's own function: the shop goes on, and its author is told.
      reportError(error);
    }
  }

  const page: Page = {
    tell,
    signal,
    may: () => replay || given(),
    store: () => options.store ?? storeOfPage(),
  };
  followCart(page);
  followCheckout(page);
  followProducts(page);
  followCarts(page);
}

interface Page {
  readonly tell: (event: Ga4Event | undefined) => void;
  /** Whether what happens now may be told, at once or later. */
  readonly may: () => boolean;
  readonly store: () => Store | undefined;
  readonly signal: AbortSignal;
}

/** Additions and removals. */
function followCart({ tell, may, store, signal }: Page): void {
  /** By the provider that announces it; the page's own store announces itself on the document. */
  const diffs = new Map<Element | 'page', CartDiff>();
  const diffOf = (from: Element | 'page', before?: CartLines): CartDiff => {
    const diff = diffs.get(from) ?? createCartDiff(before);
    diffs.set(from, diff);
    return diff;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tellAll = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const diff of diffs.values()) diff.take().forEach(tell);
  };
  const soon = (): void => {
    timer ??= setTimeout(tellAll, PAUSE);
  };

  diffOf('page', store()?.cart.get().lines);
  document.addEventListener(
    'store-cart-change',
    ({ detail, target }) => {
      // Every tab of the shop hears of a change; only one has the focus.
      diffOf(target instanceof Element ? target : 'page').see(detail, document.hasFocus() && may());
      soon();
    },
    { signal },
  );
  document.addEventListener(
    'store-order-change',
    ({ detail: { paymentStatus, lines } }) => {
      if (paymentStatus !== 'paid') return;
      for (const diff of diffs.values()) diff.ordered(lines);
      soon();
    },
    { signal },
  );
  addEventListener('pagehide', tellAll, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}

/** From the first look at the form to the money, each step once per page. */
function followCheckout({ tell, store, signal }: Page): void {
  let open = false;
  let begun = false;
  let shipped = false;
  const begin = (cart: CartSnapshot | undefined): void => {
    if (!open || begun || !cart?.quote) return;
    begun = true;
    tell(ofQuote('begin_checkout', cart.quote));
  };
  let newest: CartSnapshot | undefined;
  document.addEventListener(
    'store-checkout-step',
    ({ detail: { phase } }) => {
      open ||= phase === 'editing';
      begin(newest ?? store()?.cart.get());
    },
    { signal },
  );
  document.addEventListener(
    'store-cart-change',
    ({ detail }) => {
      newest = detail;
      if (detail.status === 'priced') begin(detail);
    },
    { signal },
  );
  document.addEventListener(
    'store-order-placed',
    ({ detail: order }) => {
      // With the order, because until then nobody has agreed to either: a way to deliver is preselected.
      if (!shipped) tell(ofOrder('add_shipping_info', order));
      shipped = true;
      tell(ofOrder('add_payment_info', order));
    },
    { signal },
  );
  document.addEventListener('store-order-paid', ({ detail }) => tell(ofOrder('purchase', detail)), {
    signal,
  });
  document.addEventListener(
    'store-order-change',
    ({ detail }) => {
      if (detail.paymentStatus === 'refunded') tell(refundOf(detail));
    },
    { signal },
  );
}

/** One product on the page is looked at; several, and each page of a catalogue, are a list. */
function followProducts({ tell, may, signal }: Page): void {
  const listName = (): string => document.title.slice(0, 100);
  const looked = new WeakSet<Element>();
  const shown = new Set<string>();
  let waiting: Product[] = [];
  const tellLooks = (): void => {
    const products = waiting;
    waiting = [];
    const [only] = products;
    const single = document.querySelectorAll('store-product').length === 1;
    if (single && only) tell(viewItem(only));
    else tell(viewItemList(products, listName()));
  };
  /** What it shows is there, and in view. */
  const take = (element: Element): void => {
    const { products = [] } = element as { readonly products?: readonly Product[] };
    if (!looked.has(element) || !products.length || !may()) return;
    if (element.localName === 'store-catalog') return tell(viewItemList(products, listName()));
    const [first] = products;
    if (first && element.hasAttribute('full')) return tell(viewItem(first));
    const fresh = products.filter(({ id }) => !shown.has(id));
    for (const { id } of fresh) shown.add(id);
    if (fresh.length && waiting.push(...fresh) === fresh.length) setTimeout(tellLooks, PAUSE);
  };
  watchLooks(
    'store-product, store-catalog',
    (element) => {
      looked.add(element);
      take(element);
    },
    signal,
  );
  document.addEventListener(
    'store-products-show',
    ({ target }) => target instanceof Element && take(target),
    { signal },
  );
  document.addEventListener(
    'store-product-select',
    ({ detail: { product } }) => may() && tell(selectItem(product, listName())),
    { signal },
  );
}

/** The cart itself, not the summary beside a checkout; once per page. */
function followCarts({ tell, store, signal }: Page): void {
  let seen = false;
  let told = false;
  const look = (cart: CartSnapshot | undefined): void => {
    if (!seen || told || cart?.status !== 'priced' || !cart.quote) return;
    told = true;
    tell(ofQuote('view_cart', cart.quote));
  };
  watchLooks(
    'store-cart:not([readonly])',
    () => {
      seen = true;
      look(store()?.cart.get());
    },
    signal,
  );
  document.addEventListener('store-cart-change', ({ detail }) => look(detail), { signal });
}
