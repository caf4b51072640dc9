/** The routes, as a table, and the path of one request through them: guard, database ready, handler, headers, log. */
import { Hono } from 'hono';
import { StoreError } from '../errors.js';
import type { WireConfig } from '../api/wire.js';
import { postCallback } from './callbacks.js';
import { getProduct, getProducts } from './catalog.js';
import { guard, isPreflight, preflightResponse, withHeaders, type Audience } from './guard.js';
import { getOrder, postOrder } from './orders.js';
import { postCancel, postPayment, postSubmit } from './payments.js';
import { json, problemResponse } from './problems.js';
import { postQuote } from './quotes.js';
import type { Handler, World } from './world.js';

const getConfig: Handler = ({ settings }) => {
  const { name, currency, mode, countries, gateways } = settings;
  return Promise.resolve(
    json({
      name,
      currency,
      mode,
      countries,
      gateways: gateways.map((gateway) => gateway.describe()),
    } satisfies WireConfig),
  );
};

/** "ok" if the database answers. */
const getHealth: Handler = async ({ db }) => {
  await db.selectFrom('counters').select('name').executeTakeFirst();
  return json({ status: 'ok' });
};

const ROUTES: readonly (readonly [
  method: 'GET' | 'POST',
  path: string,
  audience: Audience,
  handler: Handler,
])[] = [
  ['GET', '/config', 'page', getConfig],
  ['GET', '/products', 'page', getProducts],
  ['GET', '/products/:id', 'page', getProduct],
  ['POST', '/quotes', 'page', postQuote],
  ['POST', '/orders', 'page', postOrder],
  ['GET', '/orders/:id', 'page', getOrder],
  ['POST', '/orders/:id/cancel', 'page', postCancel],
  ['POST', '/orders/:id/payments', 'page', postPayment],
  ['POST', '/orders/:id/payments/:payment_id/submit', 'page', postSubmit],
  ['POST', '/callbacks/:gateway', 'gateway', postCallback],
  ['GET', '/health', 'probe', getHealth],
];

/** `ready` brings the database up to date, once; it rejects if it cannot. */
export function createApp(world: World, ready: () => Promise<void>): (request: Request) => Promise<Response> {
  const { settings } = world;
  const app = new Hono();

  const answer = async (
    request: Request,
    audience: Audience,
    route: string,
    work: () => Promise<Response>,
  ): Promise<Response> => {
    const began = world.now();
    let response: Response;
    try {
      guard(request, new URL(request.url), audience, settings);
      response = isPreflight(request) ? preflightResponse() : await work();
    } catch (error) {
      response = problemResponse(error, world);
    }
    const { method } = request;
    world.log.info('request', { method, route, status: response.status, ms: world.now() - began });
    return withHeaders(response, request, settings);
  };

  for (const [method, path, audience, handler] of ROUTES) {
    app.on(method, settings.basePath + path, ({ req }) =>
      answer(req.raw, audience, path, async () => {
        await ready();
        return handler(world, { request: req.raw, params: req.param() });
      }),
    );
  }
  for (const path of new Set(ROUTES.map(([, each]) => each))) {
    const here = ROUTES.filter(([, each]) => each === path);
    const allow = here.map(([method]) => method).join(', ');
    app.all(settings.basePath + path, ({ req }) =>
      answer(req.raw, here[0]?.[2] ?? 'page', path, () => {
        const detail = `This address takes ${allow}.`;
        const refused = problemResponse(
          new StoreError('not_found', detail, { info: { status: 405 } }),
          world,
        );
        refused.headers.set('allow', allow);
        return Promise.resolve(refused);
      }),
    );
  }
  app.notFound(({ req }) => answer(req.raw, 'page', '*', () => Promise.reject(new StoreError('not_found'))));
  return async (request) => app.fetch(request);
}
