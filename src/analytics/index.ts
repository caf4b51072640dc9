/** `store-elements/analytics`: the bridge to `dataLayer`, and the cookie-less counts for the shop's own reports. Nothing begins at import. */
export { connectAnalytics, type AnalyticsOptions } from './bridge.js';
export type { Consent } from './consent.js';
export type { Ga4Event, Ga4Item, Ga4Name, Ga4Params } from './ga4.js';
export { countVisits, type VisitOptions } from './visits.js';
