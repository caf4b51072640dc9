/** Keeps what was seen: one row for each thing on each page, however often it is told. */
import { sql, type Transaction } from 'kysely';
import { raise } from '../alerts.js';
import type { AlertCode, Tables } from '../db/tables.js';
import { canonical, sha256 } from '../ids.js';
import { inTransaction } from '../transaction.js';
import type { World } from '../world.js';
import type { Seen } from './read-reports.js';

/** Findings the store keeps. A flood of made-up ones makes room for itself only among those nobody has decided on. */
export const FINDINGS_LIMIT = 5000;

/** ms; what a process has just written it does not write again: every visitor tells the same. */
const QUIET = 600_000;

/** Told but not yet written, by finding; each process for itself. */
const recent = new WeakMap<World['settings'], Map<string, { readonly at: number; times: number }>>();

export async function keep(world: World, seen: readonly Seen[]): Promise<void> {
  const news = new Map<string, New>();
  const known = recent.get(world.settings) ?? new Map<string, { readonly at: number; times: number }>();
  recent.set(world.settings, known);
  const now = world.now();
  for (const each of seen) {
    const id = findingId(each);
    const last = known.get(id);
    if (last && now - last.at < QUIET) last.times++;
    else if (!news.has(id)) news.set(id, { ...each, times: (last?.times ?? 0) + 1 });
  }
  if (!news.size) return;
  await inTransaction(world, async (trx, world) => {
    let room: number | undefined;
    for (const [id, each] of news) {
      if (await tellAgain(world, trx, id, each)) continue;
      room ??= FINDINGS_LIMIT - (await countFindings(trx));
      if (room <= 0) room += await makeRoom(world, trx);
      if (room <= 0) continue;
      await keepNew(world, trx, id, each);
      room--;
    }
  });
  for (const id of news.keys()) known.set(id, { at: now, times: 0 });
  if (known.size > 2 * FINDINGS_LIMIT) known.clear();
}

const findingId = ({ page, kind, subject, detail }: Seen): string =>
  sha256(canonical([page, kind, subject, detail])).slice(0, 22);

type New = Seen & { readonly times: number };

/** Whether it was known. */
async function tellAgain(
  world: World,
  trx: Transaction<Tables>,
  id: string,
  { times, added_by: by }: New,
): Promise<boolean> {
  const updated = await trx
    .updateTable('findings')
    .set({ last_at: world.now(), times: sql<number>`times + ${times}`, ...(by && { added_by: by }) })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return updated !== undefined;
}

async function keepNew(
  world: World,
  trx: Transaction<Tables>,
  id: string,
  { page, kind, subject, detail, added_by: by = '', times }: New,
): Promise<void> {
  const now = world.now();
  await trx
    .insertInto('findings')
    .values({
      ...{ id, page, kind, subject, detail, added_by: by || null },
      ...{ first_at: now, last_at: now, times, status: 'new' },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const code = await alertOf(trx, { page, kind, subject });
  if (code)
    await raise(world, trx, {
      code,
      reasons: [`${subject} on ${page}`.replaceAll(',', '%2C')],
      cause: id,
    });
}

/**
 * What a new finding is worth telling: something around the card form always; a script once the merchant has approved any, for
 * until then every one is new; a header once what it was before on that page is approved.
 */
async function alertOf(
  trx: Transaction<Tables>,
  { page, kind, subject }: Pick<Seen, 'page' | 'kind' | 'subject'>,
): Promise<AlertCode | undefined> {
  if (kind === 'concern') return 'card_form_concern';
  if (kind !== 'script' && kind !== 'header') return undefined;
  const before = await trx
    .selectFrom('findings')
    .select('id')
    .where('kind', '=', kind)
    .where('status', '=', 'approved')
    .$if(kind === 'header', (query) => query.where('page', '=', page).where('subject', '=', subject))
    .limit(1)
    .executeTakeFirst();
  if (!before) return undefined;
  return kind === 'script' ? 'script_unapproved' : 'header_changed';
}

/** What nobody has decided on and was told longest ago goes, a tenth of them at most. How many went. */
async function makeRoom(world: World, trx: Transaction<Tables>): Promise<number> {
  await raise(world, trx, { code: 'evidence_full' });
  const old = await trx
    .selectFrom('findings')
    .select('id')
    .where('status', '=', 'new')
    .where('last_at', '<', world.now() - QUIET)
    .orderBy('last_at')
    .limit(FINDINGS_LIMIT / 10)
    .execute();
  const ids = old.map(({ id }) => id);
  if (ids.length) await trx.deleteFrom('findings').where('id', 'in', ids).execute();
  return ids.length;
}

export async function countFindings(db: Pick<Transaction<Tables>, 'selectFrom'>): Promise<number> {
  const { count } = await db
    .selectFrom('findings')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
