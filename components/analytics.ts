/**
 * The script tag of the analytics, after that of the store:
 * `<script type="module" src="…/analytics.js" data-analytics="consent-mode" data-visits="/store/visits">`.
 *
 * `data-analytics="consent-mode"`: tells the page's `dataLayer` once `gtag('consent', …)` grants `analytics_storage`.
 * `data-analytics="attribute"`: once this tag has `data-consent="granted"`, which the page's consent tool sets and takes away.
 * `data-to="gtag"`: for a page with gtag.js and without Tag Manager. `data-replay`: also what came before the consent.
 * `data-visits`: counts visits, carts and checkouts for the shop's own reports. Without the attributes nothing happens.
 */
import { connectAnalytics, countVisits } from '../src/analytics/index.js';

/** A module has no `currentScript`: the tag is the one with this file's address. */
const tag = [
  ...document.querySelectorAll<HTMLScriptElement>('script[data-analytics], script[data-visits]'),
].find((script) => script.src === import.meta.url);
// Not `dataset`: it has what a page has put on Object.prototype, too (T-04).
const given = (name: string): string | undefined => tag?.getAttribute(`data-${name}`) ?? undefined;
const [analytics, visits] = [given('analytics'), given('visits')];
if (visits) countVisits({ visits });
if (analytics === 'consent-mode' || analytics === 'attribute') {
  connectAnalytics({
    consent: analytics === 'attribute' ? () => given('consent') === 'granted' : analytics,
    to: given('to') === 'gtag' ? 'gtag' : 'dataLayer',
    replay: given('replay') !== undefined,
  });
} else if (analytics)
  throw new TypeError(
    `analytics.js: data-analytics is "consent-mode" or "attribute", not "${analytics}". Nothing is told.`,
  );
