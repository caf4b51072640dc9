/** The sandbox's HTTP interface: an API for the merchant's server (secret key), one for its own frames (client secret). */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { ConfirmAnswer, SandboxCard, SandboxError, SandboxPaymentWithSecret } from '../shapes.js';
import type { Book, Confirmed } from './book.js';
import type { Callbacks } from './callbacks.js';
import { addHostedPage } from './hosted.js';
import { fileResponse, framePage, homePage } from './pages.js';

type Body = Readonly<Record<string, unknown>>;

export function createApp(parts: {
  readonly book: Book;
  readonly callbacks: Callbacks;
  readonly secretKey: string;
  /** Whether every API call answers 503. */
  readonly isDown: () => boolean;
}): Hono {
  const { book, callbacks } = parts;
  const app = new Hono();

  app.get('/', () => homePage(book.all(), callbacks.deliveries));
  app.get('/v1/frame', () => framePage('frame', 'Card'));
  app.get('/v1/challenge', () => framePage('challenge', 'Confirm it is you'));
  for (const name of ['sandbox.js', 'frame.js', 'challenge.js', 'frame.css'] as const)
    app.get(`/v1/${name}`, () => fileResponse(name));

  addHostedPage(app, { book, isDown: parts.isDown });

  app.use('/v1/*', async (c, next) =>
    parts.isDown() ? problem(503, 'not_processed', 'The sandbox was told to be down.') : next(),
  );

  // Its own frames. Same origin, and only with the payment's client secret.
  app.post('/v1/payments/:id/confirm', async (c) => {
    const body = await read(c.req.raw);
    const card = body['card'] as SandboxCard | undefined;
    if (!card) return problem(400, 'invalid_request', 'A card is needed.');
    const typed = { number: text(card.number), expiry: text(card.expiry), cvc: text(card.cvc) };
    return answer(book.confirm(c.req.param('id'), text(body['client_secret']), typed));
  });
  app.post('/v1/payments/:id/challenge', async (c) => {
    const body = await read(c.req.raw);
    return answer(book.challenge(c.req.param('id'), text(body['client_secret']), body['accept'] === true));
  });

  // The merchant's server.
  app.use('/v1/*', async (c, next) => {
    const given = c.req.header('authorization') ?? '';
    return sameText(given, `Bearer ${parts.secretKey}`)
      ? next()
      : problem(401, 'authentication', 'The secret key is missing or wrong.');
  });
  const withSecret = (id: string, request: Request): SandboxPaymentWithSecret | undefined => {
    const payment = book.find(id);
    const client_secret = book.secretOf(id);
    return (
      payment && { ...payment, client_secret, page_url: new URL(`/pay/${client_secret}`, request.url).href }
    );
  };
  app.post('/v1/payments', async (c) => {
    const { amount, currency, reference, return_url, callback_url } = await read(c.req.raw);
    const key = c.req.header('idempotency-key');
    if (!key) return problem(400, 'invalid_request', 'An Idempotency-Key is needed.');
    if (!Number.isSafeInteger(amount) || Number(amount) < 1)
      return problem(400, 'invalid_request', 'The amount must be a positive integer.');
    if (!/^[A-Z]{3}$/.test(text(currency)) || !text(reference))
      return problem(400, 'invalid_request', 'A currency and a reference are needed.');
    if (![return_url, callback_url].every((url) => url === undefined || isWebAddress(url)))
      return problem(400, 'invalid_request', 'Addresses must be https or http.');
    const request = {
      amount: Number(amount),
      currency: text(currency),
      reference: text(reference),
      ...(return_url !== undefined && { returnUrl: text(return_url) }),
      ...(callback_url !== undefined && { callbackUrl: text(callback_url) }),
    };
    const made = book.create(request, key);
    if (made === 'key_reused') return problem(409, 'idempotency', 'This key was used for another request.');
    return c.json(withSecret(made.payment.id, c.req.raw));
  });
  app.get('/v1/payments', (c) => {
    const found = book.findByReference(c.req.query('reference') ?? '');
    return found ? c.json(withSecret(found.id, c.req.raw)) : problem(404, 'not_found', 'No such payment.');
  });
  app.get('/v1/payments/:id', (c) => {
    const found = withSecret(c.req.param('id'), c.req.raw);
    return found ? c.json(found) : problem(404, 'not_found', 'No such payment.');
  });
  app.post('/v1/payments/:id/cancel', (c) => {
    const canceled = book.cancel(c.req.param('id'));
    if (canceled === 'too_late') return problem(409, 'state', 'The payment can’t be canceled any more.');
    return canceled ? c.json(canceled) : problem(404, 'not_found', 'No such payment.');
  });
  app.post('/v1/payments/:id/refunds', async (c) => {
    const { amount } = await read(c.req.raw);
    const key = c.req.header('idempotency-key');
    if (!key) return problem(400, 'invalid_request', 'An Idempotency-Key is needed.');
    if (!Number.isSafeInteger(amount) || Number(amount) < 1)
      return problem(400, 'invalid_request', 'The amount must be a positive integer.');
    const refund = book.refund(c.req.param('id'), Number(amount), key);
    if (refund === 'key_reused') return problem(409, 'idempotency', 'This key was used for another request.');
    if (refund === 'too_much') return problem(409, 'state', 'There is not so much to give back.');
    return refund ? c.json(refund) : problem(404, 'not_found', 'No such payment.');
  });

  // Test control.
  app.post('/v1/test/callbacks', async (c) => {
    const { delay, copies, hold, drop } = await read(c.req.raw);
    callbacks.setMode({
      ...(typeof delay === 'number' && { delay }),
      ...(typeof copies === 'number' && { copies }),
      hold: hold === true,
      drop: drop === true,
    });
    return c.json({ ok: true });
  });
  app.post('/v1/test/callbacks/release', async (c) => {
    await callbacks.release({ reversed: (await read(c.req.raw))['reversed'] === true });
    return c.json({ ok: true });
  });
  app.post('/v1/test/payments/:id/dispute', async (c) => {
    const { status = 'open' } = await read(c.req.raw);
    if (status !== 'open' && status !== 'won' && status !== 'lost')
      return problem(400, 'invalid_request', 'A dispute is open, won or lost.');
    const disputed = book.dispute(c.req.param('id'), status);
    return disputed ? c.json(disputed) : problem(409, 'state', 'There is nothing to dispute, or to decide.');
  });
  app.get('/v1/test/log', (c) => c.json({ payments: book.all(), callbacks: callbacks.deliveries }));
  return app;
}

/** Waits for ever, as a gateway that hangs: the client's own patience ends it. */
const never = (): Promise<never> => new Promise(() => undefined);

function answer(confirmed: Confirmed): Response | Promise<Response> {
  switch (confirmed.kind) {
    case 'status': {
      const { status, decline_code } = confirmed.payment;
      return Response.json({ status, decline_code } satisfies ConfirmAnswer);
    }
    case 'wrong':
      return Response.json(
        {
          error: { code: 'invalid_card', message: 'Please check the card.', field: confirmed.field },
        } satisfies SandboxError,
        { status: 422 },
      );
    case 'forbidden':
      return problem(403, 'authentication', 'This browser may not confirm that payment.');
    case 'down':
      return problem(503, 'not_processed', 'Nothing was charged.');
    case 'no_answer':
      return never();
  }
}

const problem = (status: 400 | 401 | 403 | 404 | 409 | 503, code: string, message: string): Response =>
  Response.json({ error: { code, message } } satisfies SandboxError, { status });

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const isWebAddress = (value: unknown): boolean => /^https?:$/.test(URL.parse(text(value))?.protocol ?? '');

/** Anything that is no JSON object is an empty one: every field is checked by its reader. */
async function read(request: Request): Promise<Body> {
  try {
    const json: unknown = await request.json();
    return typeof json === 'object' && json !== null ? (json as Body) : {};
  } catch {
    return {};
  }
}

const sameText = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));
const sha256 = (value: string): Buffer => createHash('sha256').update(value).digest();
