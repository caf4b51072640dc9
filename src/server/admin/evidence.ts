/** What was seen on the shop's pages, and the merchant's word on it. */
import { StoreError } from '../../errors.js';
import type { WireEvidence } from '../../api/wire-evidence.js';
import { countFindings, FINDINGS_LIMIT } from '../evidence/keep.js';
import { FINDING_KINDS, FINDING_STATES } from '../evidence/kinds.js';
import { readJson } from '../json.js';
import { json } from '../problems.js';
import { check } from '../schemas.js';
import { inTransaction } from '../transaction.js';
import type { Handler } from '../world.js';

/** As JSON Schema. */
export const EVIDENCE_QUERY = {
  kind: { enum: FINDING_KINDS, description: 'Only findings of this kind.' },
  status: { enum: FINDING_STATES, description: 'Only findings that stand there.' },
  page: { type: 'string', description: 'Only findings on this page, by its path.' },
} as const;

/** In an order that does not change with time, so that two of them can be compared. */
export const getEvidence: Handler = async (world, { request }) => {
  const asked = new URL(request.url).searchParams;
  const kind = FINDING_KINDS.find((each) => each === asked.get('kind'));
  const status = FINDING_STATES.find((each) => each === asked.get('status'));
  const page = asked.get('page');
  if ((asked.has('kind') && !kind) || (asked.has('status') && !status))
    throw new StoreError('request_invalid', 'There is no such kind or status.');
  const rows = await world.db
    .selectFrom('findings')
    .selectAll()
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'script'))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'new'))
    .$if(page !== null, (query) => query.where('page', '=', page ?? ''))
    .execute();
  const decisions = await world.db
    .selectFrom('finding_decisions')
    .selectAll()
    .orderBy('at')
    .orderBy('id')
    .execute();
  const last = new Map(decisions.map((each) => [each.finding_id, each]));
  return json({
    findings: rows.sort(inOrder).map((row) => {
      const decision = last.get(row.id);
      return {
        ...{ id: row.id, page: row.page, kind: row.kind, subject: row.subject, detail: row.detail },
        ...(row.added_by !== null && { added_by: row.added_by }),
        first_seen_at: new Date(row.first_at).toISOString(),
        last_seen_at: new Date(row.last_at).toISOString(),
        times: row.times,
        status: row.status,
        decision: decision
          ? {
              decision: decision.decision,
              reason: decision.reason,
              by: decision.decided_by,
              at: new Date(decision.at).toISOString(),
            }
          : null,
      };
    }),
    full: (await countFindings(world.db)) >= FINDINGS_LIMIT,
  } satisfies WireEvidence);
};

type Sorted = Readonly<Record<'page' | 'kind' | 'subject' | 'detail', string>>;

/** By code units: the database's own order follows its locale. */
function inOrder(a: Sorted, b: Sorted): number {
  for (const key of ['page', 'kind', 'subject', 'detail'] as const)
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  return 0;
}

/** Decisions are added, never changed: who approved what, when and why stays in the books. */
export const postDecision: Handler = async (world, { request, params }) => {
  const { decision, reason, by } = check(world.schemas.decision, await readJson(request));
  const id = params['id'] ?? '';
  const found = await inTransaction(world, async (trx, world) => {
    const finding = await trx
      .updateTable('findings')
      .set({ status: decision })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!finding) return undefined;
    const at = world.now();
    await trx
      .insertInto('finding_decisions')
      .values({ id: world.ids.decision(), finding_id: id, decision, reason, decided_by: by, at })
      .execute();
    return finding;
  });
  if (!found) throw new StoreError('not_found', 'There is no such finding.');
  return json({ received: true });
};
