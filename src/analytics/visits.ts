/**
 * Counts for the shop's own reports, without knowing anybody: that a visit began, that a cart was begun, that a checkout was begun.
 * No cookie, nothing stored, no identifier, no address of a page; three words, each sent once at most per page. A visit is a page that
 * was not reached from another page of the shop, so visits are counted and visitors are not told apart.
 */
import { storeOfPage } from './page-store.js';
import type { WireVisit, WireVisitKind } from '../api/wire-reports.js';

export interface VisitOptions {
  /** `POST /visits` of the store server: `/store/visits`. */
  readonly visits: string;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/**
 * Begins to count. Who asks not to be tracked (Global Privacy Control, Do Not Track) and whoever says to be a robot is not counted.
 * @throws TypeError if `visits` is no address.
 */
export function countVisits({ visits, signal = new AbortController().signal }: VisitOptions): void {
  const address = new URL(visits, document.baseURI).href;
  if (refuses(navigator)) return;
  const told = new Set<WireVisitKind>();

  function tell(kind: WireVisitKind): void {
    if (told.has(kind) || signal.aborted) return;
    told.add(kind);
    const body = JSON.stringify({ kind } satisfies WireVisit);
    // What can't be told is not worth a shopper's trouble.
    void fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      priority: 'low',
    }).catch(() => undefined);
  }

  const page = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
  // A reload or a step back begins neither a visit nor a checkout.
  const fresh = page?.type === 'navigate';
  if (fresh && !isOwn(document.referrer)) whenSeen(() => tell('visit'), signal);
  let pieces = storeOfPage()?.cart.get().count;
  document.addEventListener(
    'store-cart-change',
    ({ detail: { count } }) => {
      if (pieces === 0 && count > 0 && document.hasFocus()) tell('cart');
      pieces = count;
    },
    { signal },
  );
  document.addEventListener(
    'store-checkout-step',
    ({ detail: { phase } }) => {
      if (phase === 'editing' && fresh) tell('checkout');
    },
    { signal },
  );
}

function refuses(browser: Navigator): boolean {
  const { globalPrivacyControl, doNotTrack, webdriver } = browser as Navigator & {
    readonly globalPrivacyControl?: boolean;
  };
  return globalPrivacyControl === true || doNotTrack === '1' || webdriver;
}

const isOwn = (referrer: string): boolean =>
  URL.canParse(referrer) && new URL(referrer).origin === location.origin;

/** A page that is fetched ahead, or lies in a tab behind, is visited by nobody yet. */
function whenSeen(work: () => void, signal: AbortSignal): void {
  if (document.visibilityState === 'visible') return work();
  const once = new AbortController();
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState !== 'visible') return;
      once.abort();
      work();
    },
    { signal: AbortSignal.any([once.signal, signal]) },
  );
}
