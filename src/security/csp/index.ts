/** `store-elements/csp`: the headers of a page with a checkout, and what is wrong with those it has. For a server or a build. */
export { cspFor, type PageHeaders, type PageHeadersOptions } from './page-headers.js';
export { explainHeaders, type Finding } from './doctor.js';
export type { SourceKind } from './source-list.js';
export type { PageSources, SourceRecord } from '../../gateways/page-sources.js';
export { redirectSources } from '../../gateways/redirect/sources.js';
export { sandboxSources } from '../../gateways/sandbox/sources.js';
export { squareSources, type SquareMethod, type SquarePageOptions } from '../../gateways/square/sources.js';
export { stripeSources, type StripePageOptions } from '../../gateways/stripe/sources.js';
