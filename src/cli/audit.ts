/** `store-elements audit`: what a payment page really loads, as a report, compared with what the merchant approved. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explainHeaders, squareSources, stripeSources, type PageSources } from '../security/csp/index.js';
import { BROWSERS, startBrowser, type BrowserName } from './audit/browser.js';
import { approve, changesSince, pageOf, readInventory, rowOf, type Inventory } from './audit/inventory.js';
import { readSdk, sdkFiles, type Sdk } from './audit/known.js';
import type { AuditReport, ReportRow } from './audit/report.js';
import { reportHtml } from './audit/report-html.js';
import { connectionFindings } from './audit/connection.js';
import type { PageSeen } from './audit/seen.js';
import { visit } from './audit/visit.js';
import { listed, UsageError, type Command, type CommandIo } from './command.js';

const BASELINE = 'payment-page.inventory.json';

export const audit: Command = {
  name: 'audit',
  summary: 'what your payment page loads, as a browser receives it, compared with what you approved',
  usage: `store-elements audit URL [options]
store-elements audit URL --approve --by NAME [options]

Opens the page in a browser and writes report.html (to read) and report.json (to compare): its connection, headers, every
script with its hash, frames, fields that look like card fields, and where requests went. It is evidence, not a verdict:
it certifies nothing. Needs playwright-core, which you install: npm install --save-dev playwright-core

  --baseline FILE     what you approved; default ${BASELINE}
  --approve           write what is there now to the baseline. Justifications you wrote there stay.
  --by NAME           who approves
  --out DIR           where the report goes; default store-audit
  --gateway NAMES     stripe, square: whether the page's policy lets them work
  --wait SELECTOR     what shows that the payment step is there, as CSS; default: the page has loaded
  --seconds N         how long to look after that, for scripts that come late; default 6
  --state FILE        a browser's cookies and storage (Playwright's storageState), so that there is a cart
  --browser NAME      ${BROWSERS.join(', ')}; default chromium
  --executable PATH   the browser's program, or in STORE_AUDIT_BROWSER_PATH; default Playwright's own

Ends with 0 if everything is as approved and every script is justified, with 1 if not, with 2 if it was called wrongly, and
with 3 if the page could not be looked at. Run it weekly, and after every change of your shop.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const url = addressOf(positionals);
    const by = values.by?.trim();
    if (values.approve && !by) throw new UsageError('Say who approves: --by NAME.');
    const gateways = gatewaysOf(values.gateway ?? []);
    const seconds = Number(values.seconds ?? 6);
    if (!(seconds >= 0 && seconds <= 120)) throw new UsageError('--seconds is a number from 0 to 120.');
    const file = resolve(io.cwd, values.baseline ?? BASELINE);
    const before = await baselineOf(file, url);
    const name = browserOf(values.browser ?? 'chromium');

    const sdk = await readSdk();
    const browser = await startBrowser(name, values.executable ?? process.env['STORE_AUDIT_BROWSER_PATH']);
    let seen: PageSeen;
    try {
      const state = values.state === undefined ? undefined : resolve(io.cwd, values.state);
      seen = await visit(browser, { url, wait: values.wait, seconds, state });
    } finally {
      await browser.close();
    }

    const checkedAt = new Date().toISOString();
    let inventory = before;
    if (values.approve && by) {
      inventory = approve(seen, before, { name: by, date: checkedAt.slice(0, 10), sdk });
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(inventory, null, 2)}\n`);
      io.err(`approved: ${file}`);
    }
    const report = judge(seen, inventory, { checkedAt, gateways: gateways(seen), sdk });
    const out = resolve(io.cwd, values.out ?? 'store-audit');
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(join(out, 'report.html'), reportHtml(report));
    tell(report, io);
    io.out(`report: ${join(out, 'report.html')}`);
    return report.verdict === 'as approved' ? 0 : 1;
  },
};

const one = { type: 'string' } as const;
const OPTIONS = {
  baseline: one,
  approve: { type: 'boolean' },
  by: one,
  out: one,
  gateway: { type: 'string', multiple: true },
  wait: one,
  seconds: one,
  state: one,
  browser: one,
  executable: one,
} as const;

function addressOf([address, ...more]: readonly string[]): URL {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || more.length)
    throw new UsageError('Give the address of one page: store-elements audit https://shop.example/checkout');
  if (url.username || url.password)
    throw new UsageError('The address must hold no password: it would stand in the report.');
  return url;
}

/** Square has other hosts for tests; which it is, the page shows by what it loads. */
function gatewaysOf(lists: readonly string[]): (seen: PageSeen) => PageSources[] {
  const makers = listed(lists).map((each) => {
    if (each === 'stripe') return () => stripeSources();
    if (each === 'square')
      return ({ hosts }: PageSeen) =>
        squareSources({ mode: hosts.includes('script https://sandbox.web.squarecdn.com') ? 'test' : 'live' });
    throw new UsageError(`There is no gateway ${JSON.stringify(each)}: stripe, square.`);
  });
  return (seen) => makers.map((make) => make(seen));
}

function browserOf(given: string): BrowserName {
  const name = BROWSERS.find((each) => each === given);
  if (!name) throw new UsageError(`There is no browser ${JSON.stringify(given)}: ${BROWSERS.join(', ')}.`);
  return name;
}

/** Undefined if there is no such file yet. */
async function baselineOf(file: string, url: URL): Promise<Inventory | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  let inventory: Inventory;
  try {
    inventory = readInventory(text);
  } catch (error) {
    throw new UsageError(`${file} is no inventory of a payment page: ${(error as Error).message}`);
  }
  const page = pageOf(url.href);
  if (inventory.page !== page)
    throw new UsageError(`${file} is the inventory of ${inventory.page}; name another with --baseline.`);
  return inventory;
}

interface Judging {
  readonly checkedAt: string;
  readonly gateways: readonly PageSources[];
  readonly sdk: Sdk | undefined;
}

/** Compares and weighs; what it returns is the whole report. */
export function judge(seen: PageSeen, approved: Inventory | undefined, by: Judging): AuditReport {
  const { checkedAt, gateways, sdk } = by;
  const changes = approved ? changesSince(approved, seen, sdk) : [];
  const changed = new Set(changes.filter(({ what }) => what === 'script').map(({ name }) => name));
  const rows = seen.scripts.map((script): ReportRow => {
    const fresh = rowOf(script, sdk);
    const old = approved?.scripts.find((each) => each.script === script.script);
    const state = !old
      ? 'not approved'
      : changed.has(script.script)
        ? 'changed'
        : old.justification.trim() && old.approvedBy.trim()
          ? 'approved'
          : 'not justified';
    const { owner, justification, approvedBy, date } = old ?? fresh;
    return { ...fresh, owner, justification, approvedBy, date, kind: script.kind, state };
  });
  const justified = rows.every(({ state }) => state === 'approved');
  const verdict = !approved
    ? 'no baseline'
    : changes.length
      ? 'changed'
      : justified
        ? 'as approved'
        : 'not justified';
  const https = seen.finalUrl.startsWith('https:');
  const { headers, metaPolicies } = seen;
  const findings = [
    ...connectionFindings(seen),
    ...explainHeaders({ headers, metaPolicies, https, gateways }),
  ];
  const files = sdkFiles(seen.scripts, sdk);
  return { checkedAt, verdict, page: seen, rows, changes, findings, sdk: { version: sdk?.version, files } };
}

function tell({ verdict, changes, rows, findings, page }: AuditReport, io: CommandIo): void {
  for (const { change, what, name } of changes) io.out(`${change.padEnd(7)}  ${what}: ${printable(name)}`);
  for (const { state, script } of rows)
    if (state === 'not justified') io.out(`not justified: ${printable(script)}`);
  for (const { severity, about, text } of findings)
    if (severity !== 'note') io.err(`${severity}: ${about}: ${printable(text)}`);
  for (const field of page.cardFields) io.err(`looks like a card field: ${printable(field)}`);
  if (verdict === 'no baseline')
    io.out(
      `not approved yet: ${rows.length} scripts. Read the report, then run it with --approve --by NAME.`,
    );
  if (verdict === 'as approved') io.out('as approved: nothing changed.');
}

/** A page's own text must not steer a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
