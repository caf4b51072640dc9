/** The bundle's README.md: what lies beside it, in numbers, and line by line of the questionnaire what it is of use for. Pure. */
import type { WireEvidence } from '../../api/wire-evidence.js';
import type { Inventory } from '../audit/inventory.js';
import { SAQ_A } from './saq-a.js';

/** As the merchant holds it; nobody here has looked at it. */
export interface Attestation {
  readonly name: string;
  readonly url: string;
  readonly date: string;
}

export interface Contents {
  readonly at: Date;
  readonly inventory: Inventory | undefined;
  readonly evidence: WireEvidence | undefined;
  readonly attestations: readonly Attestation[];
  readonly missing: readonly string[];
}

export function overview({ at, inventory, evidence, attestations, missing }: Contents): string {
  const date = at.toISOString().slice(0, 10);
  const decided = (status: string): number =>
    evidence?.findings.filter((finding) => finding.status === status).length ?? 0;
  const unjustified = inventory?.scripts.filter(({ justification }) => !justification.trim()) ?? [];
  const headers = evidence?.findings.filter(({ kind }) => kind === 'header') ?? [];
  return [
    `# Evidence of ${date}`,
    'Gathered by a program from what it was given. It is material for you and for whoever assesses you; it certifies nothing, and it does not answer for you.',
    ...(missing.length ? ['**Missing:**', list(missing.map(plain))] : []),
    '## What lies here',
    list([
      `\`payment-page.inventory.json\`: ${
        inventory
          ? `${inventory.scripts.length} scripts of ${plain(inventory.page)} as you approved them, ${unjustified.length} without a reason`
          : 'not there'
      }.`,
      '`report.html`, `report.json`: the last visit of the page by the audit, and what had changed since.',
      `\`pages.json\`: what browsers told of your pages: ${
        evidence
          ? `${evidence.findings.length} things, ${decided('approved')} approved, ${decided('rejected')} rejected, ${decided('new')} not decided`
          : 'not there'
      }.`,
      '`history`, if it is there: older reports, to compare.',
      '`sbom.json`: what this software is made of (CycloneDX).',
    ]),
    ...(headers.length
      ? [
          '## Headers, as browsers received them',
          table(
            ['page', 'header', 'value', 'first seen', 'last seen', 'decision'],
            headers.map((each) => [
              ...[each.page, each.subject, each.detail || '(none)'],
              ...[each.first_seen_at.slice(0, 10), each.last_seen_at.slice(0, 10), each.status],
            ]),
          ),
        ]
      : []),
    '## Providers’ attestations',
    attestations.length
      ? table(
          ['provider', 'where you hold it from', 'dated'],
          attestations.map((each) => [each.name, each.url, each.date]),
        )
      : 'None was named. Ask your gateway for its own, and name it with `--attestation`.',
    '## Questionnaire A, line by line',
    'For PCI DSS v4.0.1 as we know it; the form your acquirer gives you is what counts.',
    table(
      ['line', 'what it is about', 'what this software does', 'what you must do', 'what is the gateway’s'],
      SAQ_A.map(({ id, about, ours, yours, gateway }) => [
        id,
        about,
        ours || 'nothing',
        yours,
        gateway || 'nothing',
      ]),
    ),
    '',
  ].join('\n\n');
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(plain))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** What came from elsewhere is text here: no row, no markup, no link, nothing that steers a terminal. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').replace(/[\\`*_[\]<>|#!]/g, (mark) => `\\${mark}`);
