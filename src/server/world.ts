/** What every handler gets: the settings, the database, the gateways, time, randomness and the log. Made once, by the door. */
import type { Kysely } from 'kysely';
import type { ServerGateway } from '../gateways/gateway-server.js';
import type { LiveCatalog } from './catalog/live.js';
import type { Tables } from './db/tables.js';
import type { Ids } from './ids.js';
import type { RateLimiter } from './limits.js';
import type { Log } from './log.js';
import type { Settings } from './options.js';
import type { Schemas } from './schemas.js';

export interface World {
  readonly settings: Settings;
  readonly schemas: Schemas;
  readonly db: Kysely<Tables>;
  readonly catalog: LiveCatalog;
  readonly gateways: ReadonlyMap<string, ServerGateway>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly ids: Ids;
  /** Counts orders and payments of clients. */
  readonly limiter: RateLimiter;
  readonly log: Log;
  /** Delivery and tax as the settings have them, with regions by their keys. @throws TypeError for regions there are not. */
  readonly rules: () => Promise<Rules>;
}

export type Rules = Pick<Settings, 'delivery' | 'tax'>;

/** One request on its way through a route. */
export interface Call {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  /** What the client is known by, for the rate limits; undefined if nothing tells. */
  readonly client: string | undefined;
}

/** Answers, or throws a StoreError that becomes a problem. */
export type Handler = (world: World, call: Call) => Promise<Response>;
