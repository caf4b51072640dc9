/** The routes, as a table. */
import { ADMIN_ROUTES } from './admin/routes.js';
import { getBuy } from './buy.js';
import { getProduct, getProducts, PRODUCTS_QUERY } from './catalog/routes.js';
import { postCallback } from './callbacks.js';
import type { WireConfig, WireGateway } from '../api/wire.js';
import { isFresh } from '../gateways/claim.js';
import type { ServerGateway } from '../gateways/gateway-server.js';
import { openApi } from './openapi.js';
import { getOrder, postOrder } from './orders.js';
import { postCancel, postPayment, postSubmit } from './payments.js';
import { json } from './problems.js';
import { postReports } from './evidence/reports.js';
import { partsOf } from './places.js';
import { postQuote } from './quotes.js';
import { postVisit } from './reports/visits.js';
import type { Route } from './route.js';
import type { Handler } from './world.js';

const getConfig: Handler = ({ settings, now }) => {
  const { name, currency, mode, countries, gateways, showClaims, consents, orderNote, catalogMode } =
    settings;
  const pricesBy = partsOf([settings.delivery, settings.tax]);
  return Promise.resolve(
    json({
      name,
      currency,
      mode,
      countries,
      gateways: gateways.map((gateway) => ({
        ...gateway.describe(),
        ...(showClaims && claimsOf(gateway, now())),
      })),
      ...(consents.length > 0 && { consents }),
      ...(orderNote && { order_note: true as const }),
      ...(catalogMode && { catalog_mode: catalogMode }),
      ...(pricesBy.length > 0 && { prices_by: pricesBy }),
    } satisfies WireConfig),
  );
};

/** By the server's clock, not by the shopper's. */
function claimsOf({ claims = [] }: ServerGateway, now: number): Pick<WireGateway, 'claims'> {
  const fresh = claims.filter((claim) => isFresh(claim, now));
  return {
    claims: fresh.map(({ subject, claim, sourceUrl, checkedOn }) => ({
      ...{ subject, claim },
      source_url: sourceUrl,
      checked_on: checkedOn,
    })),
  };
}

/** "ok" if the database answers. */
const getHealth: Handler = async ({ db }) => {
  await db.selectFrom('counters').select('name').executeTakeFirst();
  return json({ status: 'ok' });
};

const getOpenApi: Handler = ({ settings, schemas }) =>
  Promise.resolve(json(openApi(ROUTES, schemas, settings.basePath)));

/** What every route answers with that asks a gateway. */
const GATEWAY = ['gateway_unknown', 'gateway_failed', 'gateway_settings', 'gateway_timeout'] as const;

export const ROUTES: readonly Route[] = [
  ...ADMIN_ROUTES,
  {
    ...{ method: 'GET', path: '/config', audience: 'page', handler: getConfig },
    summary: 'What a page may know of the store.',
    answers: { 200: 'Config' },
  },
  {
    ...{ method: 'GET', path: '/products', audience: 'page', handler: getProducts },
    summary: 'A page of the catalogue: searched, of one category, sorted.',
    query: PRODUCTS_QUERY,
    answers: { 200: 'ProductList' },
    errors: ['request_invalid', 'catalog_failed'],
  },
  {
    ...{ method: 'GET', path: '/products/:id', audience: 'page', handler: getProduct },
    summary: 'One product.',
    answers: { 200: 'Product' },
    errors: ['product_unknown', 'catalog_failed'],
  },
  {
    ...{ method: 'POST', path: '/quotes', audience: 'page', handler: postQuote, spends: 'quotes' },
    summary: 'What a cart costs. Nothing is kept.',
    body: 'quote',
    answers: { 200: 'Quote' },
    errors: ['not_selling', 'catalog_failed'],
  },
  {
    ...{ method: 'GET', path: '/buy/:items', audience: 'page', handler: getBuy },
    summary:
      'A link that fills a cart, `/buy/sku:quantity,…`: leads to the shop’s cart page. Nothing is kept.',
    query: {
      quantity: {
        type: 'integer',
        minimum: 1,
        maximum: 999,
        description: 'Of the one item, for plain forms.',
      },
      coupon: { type: 'string' },
    },
    answers: {},
    redirects: true,
  },
  {
    ...{ method: 'POST', path: '/orders', audience: 'page', handler: postOrder, spends: 'orders' },
    summary:
      'Freezes a quote as an order and starts its first payment. Repeating it under its key changes nothing.',
    key: true,
    body: 'order',
    answers: { 201: 'PlacedOrder' },
    errors: [
      ...([
        'key_reused',
        'quote_changed',
        'quote_blocked',
        'consent_missing',
        'not_selling',
        'catalog_failed',
      ] as const),
      ...([['gateway_unknown', 422], ...GATEWAY] as const),
    ],
  },
  {
    ...{ method: 'GET', path: '/orders/:id', audience: 'page', handler: getOrder },
    summary: 'The order as it stands.',
    token: true,
    answers: { 200: 'Order' },
    errors: ['order_not_found'],
  },
  {
    ...{
      method: 'POST',
      path: '/orders/:id/cancel',
      audience: 'page',
      handler: postCancel,
      spends: 'payments',
    },
    summary: 'The shopper leaves: nothing of this order shall be charged.',
    token: true,
    answers: { 200: 'Order' },
    errors: ['order_not_found', 'order_closed', 'payment_in_progress', ...GATEWAY],
  },
  {
    ...{
      method: 'POST',
      path: '/orders/:id/payments',
      audience: 'page',
      handler: postPayment,
      spends: 'payments',
    },
    summary: 'A further payment attempt after a definite decline (201), or the one that is still open (200).',
    token: true,
    key: true,
    body: 'payment',
    answers: { 200: 'Attempt', 201: 'Attempt' },
    errors: [
      ...(['order_not_found', 'order_closed', 'payment_in_progress', 'key_reused', 'quote_blocked'] as const),
      ...([['gateway_unknown', 422], ...GATEWAY] as const),
    ],
  },
  {
    ...{
      method: 'POST',
      path: '/orders/:id/payments/:payment_id/submit',
      audience: 'page',
      handler: postSubmit,
    },
    spends: 'payments',
    summary: 'Hands a single-use token to a gateway that charges by token.',
    token: true,
    body: 'submit',
    answers: { 200: 'Attempt' },
    errors: ['order_not_found', 'order_closed', 'quote_blocked', ...GATEWAY],
  },
  {
    ...{ method: 'POST', path: '/callbacks/:gateway', audience: 'gateway', handler: postCallback },
    summary: 'For gateways: a signed message. 200 means kept; what is not genuine gets 400 and no reason.',
    body: 'raw',
    answers: { 200: 'Received' },
    errors: ['callback_refused', 'gateway_unknown'],
  },
  {
    ...{ method: 'POST', path: '/reports', audience: 'page', handler: postReports, spends: 'reports' },
    summary: 'For browsers and the page watch: what a page of the shop loaded, and what its policy refused.',
    body: 'raw',
    answers: { 200: 'Received' },
    errors: ['request_invalid', ['request_invalid', 415]],
  },
  {
    ...{ method: 'POST', path: '/visits', audience: 'page', handler: postVisit, spends: 'visits' },
    summary: 'For the shop’s pages: a visit, a cart or a checkout began. Counted, and nothing else is kept.',
    body: 'visit',
    answers: { 200: 'Received' },
    errors: ['not_found'],
  },
  {
    ...{ method: 'GET', path: '/openapi.json', audience: 'page', handler: getOpenApi },
    summary: 'This document.',
    answers: { 200: 'OpenApi' },
  },
  {
    ...{ method: 'GET', path: '/health', audience: 'probe', handler: getHealth },
    summary: 'For load balancers: the database answers.',
    answers: { 200: 'Health' },
  },
];
