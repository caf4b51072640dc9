/** The path of one request through its route: guard, rate limit, database ready, handler, headers, log. */
import { Hono } from 'hono';
import { isStoreError, StoreError } from '../errors.js';
import { admit, slowDown } from './admission.js';
import { clientOf } from './client-address.js';
import { guard, isPreflight, preflightResponse, withHeaders, type Audience } from './guard.js';
import { problemResponse } from './problems.js';
import { ROUTES } from './routes.js';
import type { World } from './world.js';

/** `ready` brings the database up to date, once; it rejects if it cannot. */
export function createApp(
  world: World,
  ready: () => Promise<void>,
): (request: Request, env?: unknown) => Promise<Response> {
  const { settings } = world;
  const app = new Hono();

  const enter = async (request: Request, env: unknown, audience: Audience): Promise<void> => {
    try {
      guard(request, new URL(request.url), audience, settings);
    } catch (error) {
      if (isStoreError(error) && error.code === 'access_refused')
        await slowDown(world, clientOf(request, env, settings));
      throw error;
    }
  };

  const answer = async (
    { raw: request }: { readonly raw: Request },
    env: unknown,
    audience: Audience,
    route: string,
    work: () => Promise<Response>,
  ): Promise<Response> => {
    const began = world.now();
    let response: Response;
    try {
      await enter(request, env, audience);
      response = isPreflight(request) ? preflightResponse() : await work();
    } catch (error) {
      response = problemResponse(error, world);
    }
    const { method } = request;
    world.log.info('request', { method, route, status: response.status, ms: world.now() - began });
    return withHeaders(response, request, audience, settings);
  };

  let warned = false;
  const knownClient = (request: Request, env: unknown): string | undefined => {
    const client = clientOf(request, env, settings);
    if (client === undefined && settings.limits && !settings.clientAddress && !warned) {
      warned = true;
      world.log.warn('client_address_unknown');
    }
    return client;
  };

  for (const { method, path, audience, handler, spends } of ROUTES) {
    app.on(method, settings.basePath + path, ({ req, env }) =>
      answer(req, env, audience, path, async () => {
        const client = spends && knownClient(req.raw, env);
        const call = { request: req.raw, params: req.param(), client };
        await ready();
        if (spends) await admit(world, call, spends);
        return handler(world, call);
      }),
    );
  }
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const here = ROUTES.filter((route) => route.path === path);
    const allow = here.map(({ method }) => method).join(', ');
    app.all(settings.basePath + path, ({ req, env }) =>
      answer(req, env, here[0]?.audience ?? 'page', path, () => {
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
  app.notFound(({ req, env }) =>
    answer(req, env, 'page', '*', () => Promise.reject(new StoreError('not_found'))),
  );
  return async (request, env) => app.fetch(request, env ?? {});
}
