/**
 * `POST /visits`: counts, and nothing but counts. What is kept is one number for each quarter of an hour and kind: no address, no
 * browser, no page, no identifier, so nothing that could be told to belong to anybody. The client's address is used for the rate
 * limit, in memory, as for every request. Anybody can send anything here: visits are an estimate, orders and money are not from here.
 */
import { sql } from 'kysely';
import { StoreError } from '../../errors.js';
import { transact } from '../db/transact.js';
import { readJson } from '../json.js';
import { json } from '../problems.js';
import { check } from '../schemas.js';
import type { Handler } from '../world.js';
import { QUARTER } from './calendar.js';

/** The same answer whether it was counted or not: a page does nothing with it. */
export const postVisit: Handler = async (world, { request }) => {
  if (!world.settings.countVisits) throw new StoreError('not_found', 'This store counts no visits.');
  const { kind } = check(world.schemas.visit, await readJson(request));
  if (counts(request.headers)) {
    const now = world.now();
    const at = now - (now % QUARTER);
    await transact(world.db, (trx) =>
      trx
        .insertInto('visit_counts')
        .values({ at, kind, count: 1 })
        .onConflict((conflict) =>
          conflict.columns(['at', 'kind']).doUpdateSet({ count: sql<number>`visit_counts.count + 1` }),
        )
        .execute(),
    );
  }
  return json({ received: true });
};

/** Not whoever asks not to be tracked, not a page that is fetched ahead, and not what says to be a program. */
function counts(headers: Headers): boolean {
  if (headers.get('sec-gpc') === '1' || headers.get('dnt') === '1') return false;
  if (/prefetch|prerender/.test(headers.get('sec-purpose') ?? headers.get('purpose') ?? '')) return false;
  return !isRobot(headers.get('user-agent') ?? '');
}

/** Those that hide are counted: to find them out would take a look at people, too. */
export const isRobot = (agent: string): boolean =>
  !agent.startsWith('Mozilla/') ||
  /bot\b|bot[/;_-]|crawl|spider|slurp|headless|lighthouse|preview|monitor|prerender|phantom|https?:\/\/|externalhit|scan|inspect/i.test(
    agent,
  );
