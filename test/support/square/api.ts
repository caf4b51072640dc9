/**
 * A double of Square's API, to stand behind the official SDK's `baseUrl`. It keeps to what Square documents where money depends
 * on it: states of payments, idempotency keys in the body (same key and other request: IDEMPOTENCY_KEY_REUSED), declines as
 * 400 with or without the failed payment, single-use tokens, lists that lag, refunds that begin PENDING, payment links whose
 * order stays OPEN, signed events. Every request is read by the SDK's declarations, and refused if it strays from them.
 *
 * It does not imitate: OAuth and permissions, more than one location, tips and fees, customers and cards on file, rate limits by number, the seven days after which Square cancels, how long a key lives (Square does not say),
 * checks of a link's options, texts of errors, or what CancelPaymentByIdempotencyKey says about a completed payment.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Square } from 'square';
import { ApiError, createBook, invalid, noSuch, type Book } from './book.js';
import { createEvents, type SquareEvents } from './events.js';
import { readCancelByKey, readComplete, readLink, readPayment, readRefund, toWire } from './wire.js';

export const ACCESS_TOKEN = ['EAAA', 'double'].join('-');
export const APPLICATION_ID = 'sandbox-sq0idb-double';
export const LOCATION_ID = 'LDOUBLE1';
export const SIGNATURE_KEY = ['signature', 'key', 'double'].join('-');
export const NOTIFICATION_URL = 'https://shop.test/store/callbacks/square';

export type Fault =
  /** 429 with Retry-After; nothing done. */
  | 'limit'
  /** 500 before the work. */
  | 'broken'
  /** The work is done, then 500. */
  | 'broken after'
  /** The connection ends before the work. */
  | 'reset'
  /** The connection ends after the work: the answer is lost. */
  | 'lost'
  /** No answer at all, and no work. */
  | 'silent'
  /** Works at once, answers at `release`. */
  | 'slow'
  /** 401, as for a token that was revoked. */
  | 'unauthorized'
  /** An HTML page of a proxy. */
  | 'html';

export interface Asked {
  readonly line: string;
  readonly version: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface SquareApi {
  /** For the SDK's `baseUrl`. */
  readonly url: string;
  readonly book: Book;
  readonly events: SquareEvents;
  /** What happens to the next requests like `POST /v2/payments`, one entry each. */
  readonly faults: { readonly request: string; readonly fault: Fault }[];
  readonly requests: Asked[];
  /** Whether lists show what was made; Square's take some seconds. */
  listed: boolean;
  release(): void;
  /** Resolves when a request like that has come in. */
  heard(line: string): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

export async function startSquareApi(
  options: {
    readonly now?: () => number;
    readonly currency?: Square.Currency;
    readonly notificationUrl?: string;
  } = {},
): Promise<SquareApi> {
  const { now = Date.now, currency = 'EUR', notificationUrl = NOTIFICATION_URL } = options;
  const events = createEvents({ now, signatureKey: SIGNATURE_KEY, notificationUrl });
  const book = createBook({ now, currency, locationId: LOCATION_ID, emit: events.emit });
  const kept = new Map<string, { readonly asked: string; readonly answer: Answer }>();
  const waiting: { readonly line: string; readonly resolve: () => void }[] = [];
  const slow: (() => void)[] = [];

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, Buffer.concat(chunks).toString(), response));
  });

  function handle(request: http.IncomingMessage, text: string, response: http.ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const line = `${request.method ?? ''} ${pathname}`;
    const asked: Asked = {
      line,
      version: String(request.headers['square-version']),
      query: Object.fromEntries(searchParams),
      body: text ? (JSON.parse(text) as unknown) : undefined,
    };
    api.requests.push(asked);
    for (const each of waiting.splice(0)) line.startsWith(each.line) ? each.resolve() : waiting.push(each);
    const index = api.faults.findIndex((each) => line.startsWith(each.request));
    const fault = index < 0 ? undefined : api.faults.splice(index, 1)[0]?.fault;

    const send = ({ status, body }: Answer): void => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 429 && { 'retry-after': '60' }),
      });
      response.end(body);
    };
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'silent') return;
    if (fault === 'html')
      return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    const broken = refusal(500, 'API_ERROR', 'INTERNAL_SERVER_ERROR');
    if (fault === 'limit') return send(refusal(429, 'RATE_LIMIT_ERROR', 'RATE_LIMITED'));
    if (fault === 'broken') return send(broken);
    const allowed = request.headers.authorization === `Bearer ${ACCESS_TOKEN}`;
    if (fault === 'unauthorized' || !allowed)
      return send(refusal(401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED'));
    const answer = once(asked);
    if (fault === 'lost') request.socket.destroy();
    else if (fault === 'broken after') send(broken);
    else if (fault === 'slow') slow.push(() => send(answer));
    else send(answer);
  }

  /** The key is in the body, and belongs to the endpoint. What failed to be understood leaves it free. */
  function once(asked: Asked): Answer {
    const given = (asked.body as { idempotency_key?: unknown } | undefined)?.idempotency_key;
    const cancels = asked.line === 'POST /v2/payments/cancel';
    const name = typeof given === 'string' && !cancels ? `${asked.line} ${given}` : undefined;
    const before = name === undefined ? undefined : kept.get(name);
    const text = JSON.stringify(asked.body);
    if (before)
      return before.asked === text
        ? before.answer
        : refusal(400, 'INVALID_REQUEST_ERROR', 'IDEMPOTENCY_KEY_REUSED');
    try {
      const answer = { status: 200, body: JSON.stringify(toWire(work(asked))) };
      if (name !== undefined) kept.set(name, { asked: text, answer });
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, errors, payment } = error;
      const answer = { status, body: JSON.stringify(toWire({ errors, ...(payment && { payment }) })) };
      if (name !== undefined && errors[0]?.category === 'PAYMENT_METHOD_ERROR')
        kept.set(name, { asked: text, answer });
      return answer;
    }
  }

  function work({ line, query, body }: Asked): object {
    const [method = '', path = ''] = line.split(' ');
    const [, , resource = '', id = '', action = ''] = path.split('/');
    const route = `${method} ${resource}${id ? '/:id' : ''}${action ? `/${action}` : ''}`;
    switch (route) {
      case 'POST payments':
        return { payment: book.pay(readPayment(body)) };
      case 'GET payments':
        return list(query);
      case 'GET payments/:id':
        return { payment: book.payments.get(id) ?? fail(noSuch('payment')) };
      case 'POST payments/:id': // payments/cancel
        if (id !== 'cancel') throw noSuch('route');
        book.cancelByKey(readCancelByKey(body).idempotencyKey);
        return {};
      case 'POST payments/:id/cancel':
        return { payment: book.cancel(id) };
      case 'POST payments/:id/complete':
        readComplete(body);
        return { payment: book.complete(id) };
      case 'POST refunds':
        return { refund: book.refund(readRefund(body)) };
      case 'GET disputes/:id':
        return { dispute: book.disputes.get(id) ?? fail(noSuch('dispute')) };
      case 'GET orders/:id':
        return {
          order:
            [...book.links.values()].find(({ order }) => order.id === id)?.order ?? fail(noSuch('order')),
        };
      case 'POST online-checkout/:id':
        return { paymentLink: book.link(readLink(body)).link };
      case 'GET online-checkout/:id':
        return {
          paymentLinks: [...book.links.values()].filter(({ deleted }) => !deleted).map(({ link }) => link),
        };
      case `DELETE online-checkout/:id/${action}`: {
        const { link, order } = book.unlink(action);
        return { id: link.id, cancelledOrderId: order.id };
      }
      default:
        throw noSuch('route');
    }
  }

  /** In pages, oldest or newest first. */
  function list(query: Asked['query']): object {
    const known = ['begin_time', 'end_time', 'sort_order', 'cursor', 'location_id', 'limit'];
    for (const name of Object.keys(query))
      if (!known.includes(name)) throw invalid('UNKNOWN_QUERY_PARAMETER', name);
    const begin = query['begin_time'];
    if (begin !== undefined && new Date(begin).toISOString() !== begin)
      throw invalid('INVALID_TIME', 'begin_time');
    const limit = Number(query['limit'] ?? 100);
    if (!(limit >= 1 && limit <= 100)) throw invalid('VALUE_TOO_HIGH', 'limit');
    const found = [...book.payments.values()].filter(
      ({ createdAt = '', locationId }) =>
        api.listed && createdAt >= (begin ?? '') && [undefined, locationId].includes(query['location_id']),
    );
    if (query['sort_order'] !== 'ASC') found.reverse();
    const from = Number(query['cursor'] ?? 0);
    const next = from + limit;
    return { payments: found.slice(from, next), ...(next < found.length && { cursor: String(next) }) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api: SquareApi = {
    url: `http://127.0.0.1:${port}`,
    book,
    events,
    faults: [],
    requests: [],
    listed: true,
    release: () => slow.splice(0).forEach((finish) => finish()),
    heard: (line) => new Promise((resolve) => waiting.push({ line, resolve })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

const refusal = (status: number, category: Square.ErrorCategory, code: Square.ErrorCode): Answer => ({
  status,
  body: JSON.stringify({ errors: [{ category, code }] }),
});

const fail = (error: ApiError): never => {
  throw error;
};
