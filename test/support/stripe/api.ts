/**
 * A double of Stripe's API, to stand behind the official Node SDK (`host`, `port`, `protocol`) and behind api.stripe.com in a
 * browser test. It keeps to what Stripe documents where money depends on it: states of PaymentIntents, idempotency keys (same
 * key and other parameters is an error, a second request meanwhile is a conflict, results are kept, 500s too), 402 for
 * declines, search that lags, lists that don't, `Stripe-Signature`.
 *
 * It does not imitate: most parameters (unknown ones are refused only where we would mean them), Radar, rate limits by number,
 * payouts, customers and saved methods, Connect's rights, partial funding, other API versions, retries of callbacks over days,
 * or the texts of errors beyond what code may look at.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, createBook, type Book } from './book.js';
import { createEvents, type StripeEvents } from './events.js';
import { parseForm, textOf, type FormTree } from './form.js';
import { createRoutes, SECRET_KEY } from './routes.js';

export type Fault =
  /** 429; nothing done. */
  | 'limit'
  /** 500 before the work, and the same answer for as long as the key lives. */
  | 'broken'
  /** The work is done, then 500, and the same answer for as long as the key lives. */
  | 'broken after'
  /** The connection ends before the work. */
  | 'reset'
  /** The connection ends after the work: the answer is lost. */
  | 'lost'
  /** No answer at all, and no work. */
  | 'silent'
  /** Works until `release`; meanwhile the same key is a conflict. */
  | 'slow'
  /** 401, as for a key that was rolled. */
  | 'unauthorized'
  /** An HTML page of a proxy. */
  | 'html';

export interface StripeApi {
  readonly url: string;
  /** For the SDK. */
  readonly address: { readonly host: string; readonly port: number; readonly protocol: 'http' };
  readonly book: Book;
  readonly events: StripeEvents;
  /** What happens to the next requests like `POST /v1/payment_intents`, one entry each. */
  readonly faults: { readonly request: string; readonly fault: Fault }[];
  readonly requests: {
    readonly line: string;
    readonly key: string | undefined;
    readonly version: string;
    readonly form: FormTree;
  }[];
  /** Whether search finds what was made; Stripe's index comes later. */
  indexed: boolean;
  /** Lets slow requests come to their end. */
  release(): void;
  /** Forgets keys, as Stripe does after 24 hours. */
  forgetKeys(): void;
  /** Resolves when a request like that has come in. */
  heard(line: string): Promise<void>;
  close(): Promise<void>;
}

export { PUBLISHABLE_KEY, SECRET_KEY } from './routes.js';
export const WEBHOOK_SECRET = ['whsec', 'double'].join('_');

interface Answer {
  readonly status: number;
  readonly body: string;
}

export async function startStripeApi(
  options: {
    readonly now?: () => number;
    readonly livemode?: boolean;
    readonly keys?: readonly string[];
  } = {},
): Promise<StripeApi> {
  const { now = Date.now, livemode = false, keys = [SECRET_KEY] } = options;
  const seconds = (): number => Math.floor(now() / 1000);
  const events = createEvents({ now, livemode, secret: WEBHOOK_SECRET });
  const book = createBook({ now: seconds, livemode, emit: events.emit });
  const work = createRoutes(book, keys, () => api.indexed);
  const kept = new Map<string, { readonly asked: string; answer: Answer | undefined }>();
  const waiting: { readonly line: string; readonly resolve: () => void }[] = [];
  const slow: (() => void)[] = [];

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void handle(request, Buffer.concat(chunks).toString(), response));
  });

  function handle(request: http.IncomingMessage, body: string, response: http.ServerResponse): void {
    const { pathname, search: query } = new URL(request.url ?? '', 'http://localhost');
    const { method = '' } = request;
    const line = `${method} ${pathname}`;
    const form = parseForm(body || query.slice(1));
    const given = request.headers['idempotency-key'];
    const key = method === 'POST' && typeof given === 'string' ? given : undefined;
    const auth = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? textOf(form, 'key') ?? '';
    api.requests.push({ line, key, version: String(request.headers['stripe-version']), form });
    for (const each of waiting.splice(0)) line.startsWith(each.line) ? each.resolve() : waiting.push(each);
    const index = api.faults.findIndex((each) => line.startsWith(each.request));
    const fault = index < 0 ? undefined : api.faults.splice(index, 1)[0]?.fault;

    const send = ({ status, body: text }: Answer, replayed = false): void => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'request-id': `req_${api.requests.length}`,
        'access-control-allow-origin': '*',
        ...(key && { 'idempotency-key': key }),
        ...(replayed && { 'idempotent-replayed': 'true' }),
      });
      response.end(text);
    };
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'silent') return;
    if (fault === 'html')
      return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    if (fault === 'limit')
      return send(
        answerOf(
          new ApiError(429, {
            type: 'invalid_request_error',
            code: 'rate_limit',
            message: 'Too many requests',
          }),
        ),
      );
    if (fault === 'unauthorized')
      return send(
        answerOf(new ApiError(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' })),
      );

    const asked = JSON.stringify([line, form]);
    const before = key ? kept.get(key) : undefined;
    if (before && before.asked !== asked)
      return send(
        answerOf(
          new ApiError(400, {
            type: 'idempotency_error',
            message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
          }),
        ),
      );
    if (before && !before.answer)
      return send(
        answerOf(
          new ApiError(409, {
            type: 'idempotency_error',
            code: 'idempotency_key_in_use',
            message: 'There is currently another in-progress request using this key.',
          }),
        ),
      );
    if (before?.answer && fault === 'lost') return void request.socket.destroy();
    if (before?.answer) return send(before.answer, true);
    const finish = (): void => {
      const answer = execute(method, pathname, form, auth, fault);
      // What failed validation was never executed, so its key is still free.
      if (key && answer.status !== 400 && answer.status !== 401) kept.set(key, { asked, answer });
      else if (key) kept.delete(key);
      if (fault === 'lost') request.socket.destroy();
      else send(answer);
    };
    if (fault !== 'slow') return finish();
    if (key) kept.set(key, { asked, answer: undefined });
    slow.push(finish);
  }

  function execute(
    method: string,
    path: string,
    form: FormTree,
    auth: string,
    fault: Fault | undefined,
  ): Answer {
    const broken = answerOf(
      new ApiError(500, { type: 'api_error', message: 'Something went wrong on Stripe’s end.' }),
    );
    if (fault === 'broken') return broken;
    try {
      const body = JSON.stringify(work(method, path, form, auth));
      return fault === 'broken after' ? broken : { status: 200, body };
    } catch (error) {
      if (error instanceof ApiError) return answerOf(error);
      throw error;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api: StripeApi = {
    url: `http://127.0.0.1:${port}`,
    address: { host: '127.0.0.1', port, protocol: 'http' },
    book,
    events,
    faults: [],
    requests: [],
    indexed: true,
    release: () => slow.splice(0).forEach((finish) => finish()),
    forgetKeys: () => kept.clear(),
    heard: (line) => new Promise((resolve) => waiting.push({ line, resolve })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

const answerOf = ({ status, body }: ApiError): Answer => ({ status, body: JSON.stringify({ error: body }) });
