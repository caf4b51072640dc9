/** The merchant's approved state of a payment page: a file to keep under version control, and what differs from it. */
import { z } from 'zod';
import { isEvergreen, knownScript, type Sdk } from './known.js';
import type { PageSeen, ScriptSeen } from './seen.js';

const row = z.object({
  script: z.string(),
  origin: z.string(),
  party: z.enum(['first', 'third']),
  /** `sha256-…`; `evergreen` for a gateway's script, which is known by its address; `not read`. */
  hash: z.string(),
  integrity: z.string(),
  loader: z.string(),
  owner: z.string(),
  /** Why the page needs it, in the merchant's words. Empty: nobody said so yet. */
  justification: z.string(),
  approvedBy: z.string(),
  date: z.string(),
});
const inventory = z.object({
  format: z.literal(1),
  page: z.string(),
  /** Where the visit ended: another page's scripts would be compared with this one's. */
  endsAt: z.string(),
  plainHttp: z.string(),
  scripts: z.array(row),
  headers: z.record(z.string(), z.string()),
  frames: z.array(z.string()),
  hosts: z.array(z.string()),
  cardFields: z.array(z.string()),
  insecure: z.array(z.string()),
});

export type InventoryRow = z.infer<typeof row>;
export type Inventory = z.infer<typeof inventory>;

/** @throws Error for a text that is no inventory. */
export function readInventory(text: string): Inventory {
  const read = inventory.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no inventory'}`);
}

/** What was seen becomes what is approved; what somebody wrote about a script before stays. */
export function approve(
  seen: PageSeen,
  before: Inventory | undefined,
  by: { readonly name: string; readonly date: string; readonly sdk: Sdk | undefined },
): Inventory {
  return {
    format: 1,
    page: pageOf(seen.url),
    endsAt: pageOf(seen.finalUrl),
    plainHttp: seen.plainHttp,
    scripts: seen.scripts.map((script) => {
      const fresh = rowOf(script, by.sdk);
      const old = before?.scripts.find((each) => each.script === script.script);
      if (!old) return { ...fresh, approvedBy: by.name, date: by.date };
      const same = old.hash === fresh.hash && old.integrity === fresh.integrity && old.approvedBy !== '';
      return {
        ...fresh,
        owner: old.owner || fresh.owner,
        justification: old.justification || fresh.justification,
        approvedBy: same ? old.approvedBy : by.name,
        date: same ? old.date : by.date,
      };
    }),
    headers: { ...seen.headers },
    frames: [...seen.frames],
    hosts: [...seen.hosts],
    cardFields: [...seen.cardFields],
    insecure: [...seen.insecure],
  };
}

/** A script as a row that nobody approved yet; with a justification if one is known. */
export function rowOf(seen: ScriptSeen, sdk: Sdk | undefined): InventoryRow {
  const known = knownScript(seen, sdk);
  return {
    script: seen.script,
    origin: seen.origin,
    party: seen.party,
    hash: isEvergreen(seen.script) ? 'evergreen' : (seen.hash ?? 'not read'),
    integrity: seen.integrity ?? '',
    loader: seen.loader ?? '',
    owner: known?.owner ?? '',
    justification: known?.justification ?? '',
    approvedBy: '',
    date: '',
  };
}

export interface Change {
  readonly change: 'added' | 'removed' | 'changed';
  readonly what: 'script' | 'header' | 'frame' | 'request' | 'card field' | 'insecure address' | 'address';
  /** What it is about: an address, a header's name. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Everything that is not as approved; an empty list if all is. */
export function changesSince(approved: Inventory, seen: PageSeen, sdk: Sdk | undefined): Change[] {
  const bytes = ({ hash, integrity }: InventoryRow): string =>
    integrity ? `${hash}, integrity="${integrity}"` : hash;
  const table = (rows: readonly InventoryRow[]): Record<string, string> =>
    Object.fromEntries(rows.map((each) => [each.script, bytes(each)]));
  const names = (list: readonly string[]): Record<string, string> =>
    Object.fromEntries(list.map((each) => [each, '']));
  return [
    ...differences('script', table(approved.scripts), table(seen.scripts.map((each) => rowOf(each, sdk)))),
    ...differences('header', approved.headers, seen.headers),
    ...differences('frame', names(approved.frames), names(seen.frames)),
    ...differences('request', names(approved.hosts), names(seen.hosts)),
    ...differences('card field', names(approved.cardFields), names(seen.cardFields)),
    ...differences('insecure address', names(approved.insecure), names(seen.insecure)),
    ...differences(
      'address',
      { 'over plain HTTP': approved.plainHttp, 'ended at': approved.endsAt },
      { 'over plain HTTP': seen.plainHttp, 'ended at': pageOf(seen.finalUrl) },
    ),
  ];
}

function differences(
  what: Change['what'],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((name) => {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    const is = Object.hasOwn(after, name) ? after[name] : undefined;
    if (was === is) return [];
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    return [{ change, what, name, before: was ?? '', after: is ?? '' }];
  });
}

/** The page an inventory is of: a query may name a shopper's order. */
export function pageOf(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}
