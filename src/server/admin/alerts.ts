/** What a person has to look at, and that they have. */
import { StoreError } from '../../errors.js';
import type { WireAlertList } from '../../api/wire-admin.js';
import { readJson } from '../json.js';
import { json } from '../problems.js';
import { check } from '../schemas.js';
import { inTransaction } from '../transaction.js';
import type { Handler } from '../world.js';

const LIMIT = 200;

/** As JSON Schema. */
export const ALERTS_QUERY = {
  all: { enum: ['1'], description: 'Those as well that somebody has seen to.' },
} as const;

/** The newest that nobody has seen to. */
export const getAlerts: Handler = async (world, { request }) => {
  const all = new URL(request.url).searchParams.get('all') === '1';
  const rows = await world.db
    .selectFrom('alerts')
    .selectAll()
    .$if(!all, (query) => query.where('resolved_at', 'is', null))
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(LIMIT)
    .execute();
  return json({
    alerts: rows.map((row) => ({
      id: row.id,
      code: row.code,
      at: new Date(row.at).toISOString(),
      order_id: row.order_id,
      payment_id: row.payment_id,
      reasons: row.reasons === '' ? [] : row.reasons.split(','),
      resolved_at: row.resolved_at === null ? null : new Date(row.resolved_at).toISOString(),
    })),
  } satisfies WireAlertList);
};

/** Takes it off the list; it stays in the books. */
export const postResolve: Handler = async (world, { request, params }) => {
  check(world.schemas.nothing, await readJson(request));
  const id = params['id'] ?? '';
  const found = await inTransaction(world, (trx, world) =>
    trx
      .updateTable('alerts')
      .set((eb) => ({ resolved_at: eb.fn.coalesce('resolved_at', eb.val(world.now())) }))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst(),
  );
  if (!found) throw new StoreError('not_found', 'There is no such alert.');
  return json({ received: true });
};
