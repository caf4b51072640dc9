/** `store-elements bundle`: one folder with all the evidence there is, to hand to whoever assesses the shop (PCI-10). */
import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { WireEvidence } from '../api/wire-evidence.js';
import { readInventory } from './audit/inventory.js';
import { overview, type Attestation, type Contents } from './bundle/overview.js';
import { UsageError, type Command } from './command.js';

const BASELINE = 'payment-page.inventory.json';

export const bundle: Command = {
  name: 'bundle',
  summary: 'one folder of evidence: inventory, audit report, what the store was told, bill of materials',
  usage: `store-elements bundle [options]

Gathers what there is into one folder with a README.md that says what each file is, which lines of questionnaire A of
PCI DSS it is of use for, and what remains for you to do. It is evidence, not a verdict: it certifies nothing.

  --baseline FILE      the inventory you approved with the audit; default ${BASELINE}
  --audit DIR          the last audit's report; default store-audit
  --history DIR        a folder of older report.json files, for how headers and scripts changed; optional
  --store URL          the store server, for what browsers reported and what you decided: https://shop.example/store
                       The admin key is read from STORE_ADMIN_KEY, never from the command line.
  --attestation TEXT   NAME,URL,DATE of a provider's attestation as you hold it: Stripe,https://…,2026-05-01; repeatable
  --out DIR            where it goes; default store-evidence

Ends with 0 if everything named was found, with 1 if something is missing, which README.md then says.`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const from = (given: string | undefined, usual: string): string => resolve(io.cwd, given ?? usual);
    const attestations = (values.attestation ?? []).map(attestationOf);
    const out = from(values.out, 'store-evidence');
    await mkdir(out, { recursive: true });
    const missing: string[] = [];
    const copy = async (source: string, name: string): Promise<boolean> => {
      const there = await stat(source).then(
        () => true,
        () => false,
      );
      if (there) await cp(source, join(out, name), { recursive: true });
      else missing.push(`${name}: there is no ${source}`);
      return there;
    };

    const baseline = from(values.baseline, BASELINE);
    const inventory = (await copy(baseline, BASELINE))
      ? readInventory(await readFile(baseline, 'utf8'))
      : undefined;
    const audit = from(values.audit, 'store-audit');
    for (const name of ['report.html', 'report.json']) await copy(join(audit, name), name);
    if (values.history !== undefined) await copy(from(values.history, ''), 'history');
    const evidence = await askStore(values.store);
    if (evidence) await writeFile(join(out, 'pages.json'), `${JSON.stringify(evidence, null, 2)}\n`);
    else missing.push('pages.json: no --store was named');
    await copy(join(import.meta.dirname, '../../sbom.json'), 'sbom.json');

    const contents: Contents = { at: new Date(), inventory, evidence, attestations, missing };
    await writeFile(join(out, 'README.md'), overview(contents));
    for (const each of missing) io.err(`missing: ${each}`);
    io.out(`evidence: ${join(out, 'README.md')}`);
    return missing.length ? 1 : 0;
  },
};

const one = { type: 'string' } as const;
const OPTIONS = {
  ...{ baseline: one, audit: one, history: one, store: one, out: one },
  attestation: { type: 'string', multiple: true },
} as const;

function attestationOf(text: string): Attestation {
  const [name = '', url = '', date = '', ...more] = text.split(',').map((part) => part.trim());
  const isDay = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
  if (!name || !URL.canParse(url) || !isDay || more.length)
    throw new UsageError('An attestation is NAME,URL,DATE: Stripe,https://example.com/aoc,2026-05-01');
  return { name, url, date };
}

async function askStore(store: string | undefined): Promise<WireEvidence | undefined> {
  if (store === undefined) return undefined;
  const url = URL.canParse(store) ? new URL(store) : undefined;
  const loopback = url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname);
  // The key opens orders and refunds: it goes over no open line, and to no address it is led on to.
  if (!url || (url.protocol !== 'https:' && !loopback))
    throw new UsageError('--store is the https: address of your store server: https://shop.example/store');
  const key = process.env['STORE_ADMIN_KEY'];
  if (!key) throw new UsageError('Put the admin key into STORE_ADMIN_KEY.');
  const answer = await fetch(`${url.origin}${url.pathname.replace(/\/$/, '')}/admin/evidence`, {
    headers: { authorization: `Bearer ${key}` },
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.ok) throw new Error(`The store server answered ${answer.status}.`);
  return (await answer.json()) as WireEvidence;
}
