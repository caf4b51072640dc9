/** What is known of a route: the same row makes it work (app.ts) and describes it (openapi.ts). */
import type { ErrorCode } from '../errors.js';
import type { ANSWERS } from './answers.js';
import type { Audience } from './guard.js';
import type { Spends } from './limit-options.js';
import type { Schemas } from './schemas.js';
import type { Handler } from './world.js';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/orders/:id` */
  readonly path: string;
  readonly audience: Audience;
  readonly handler: Handler;
  /** One sentence for the document. */
  readonly summary: string;
  /** What it answers when all is well, by status. */
  readonly answers: Readonly<Record<number, keyof typeof ANSWERS | 'OpenApi'>>;
  /** Answers with 303 and leads to a page of the shop. */
  readonly redirects?: true;
  /** Codes it answers with besides those all routes of its kind have; with another status than the code's own. */
  readonly errors?: readonly (ErrorCode | readonly [code: ErrorCode, status: number])[];
  /** What may stand after the `?`: JSON Schema by name. */
  readonly query?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The request's body; `raw` is whatever a gateway sends. */
  readonly body?: keyof Schemas | 'raw';
  /** Needs the order's token. */
  readonly token?: true;
  /** Needs an Idempotency-Key. */
  readonly key?: true;
  /** Which rate limit it is under. */
  readonly spends?: Spends;
}
