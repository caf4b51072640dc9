/** The report to read and to print: one file without scripts, without anything from elsewhere. */
import { html, type Markup } from './html.js';
import { HELPS, LIMITS, WHAT_IT_IS, type AuditReport, type ReportRow } from './report.js';
import { STYLE } from './report-style.js';

const VERDICTS: Readonly<Record<AuditReport['verdict'], readonly [title: string, text: string]>> = {
  'as approved': ['As approved', 'Everything compared is as in the baseline, and every script is justified.'],
  changed: ['Changed', 'Something is not as it was approved. Look at each change before you approve it.'],
  'not justified': [
    'Not justified',
    'Nothing changed, but for some scripts nobody wrote down why the page needs them.',
  ],
  'no baseline': [
    'Not approved yet',
    'There is nothing to compare with. Read the report, then run it with --approve.',
  ],
};

/** A whole document. */
export function reportHtml(report: AuditReport): string {
  const { page } = report;
  const [title, text] = VERDICTS[report.verdict];
  const good = report.verdict === 'as approved';
  return `<!doctype html>\n${html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <title>Payment page audit: ${title}</title>
      <style>
        ${STYLE}
      </style>
    </head>
    <body>
      <header>
        <p class="kicker">Payment page audit</p>
        <h1>${page.url}</h1>
        <p>
          ${report.checkedAt.slice(0, 16).replace('T', ' ')} UTC · ${page.browser} · store-elements
          ${report.sdk.version ?? ''}
        </p>
        <p class="what">${WHAT_IT_IS}</p>
      </header>
      <main>
        <section class="verdict ${good ? 'good' : 'bad'}">
          <h2>${title}</h2>
          <p>${text}</p>
        </section>
        ${changes(report)} ${scripts(report)} ${headers(report)} ${connection(report)}
        ${section('Frames', HELPS.frames, list(page.frames, 'No frames.'))}
        ${section(
          'Fields that look like card fields',
          HELPS.cardFields,
          list(
            page.cardFields,
            'None in the page or in frames it can read. The gateway’s own fields stand in its frames, where the page cannot look.',
          ),
        )}
        ${section(
          'Where requests went',
          undefined,
          html`<h3>From the page</h3>
            ${list(page.hosts, 'Nowhere.')}
            <h3>From frames of other origins</h3>
            ${list(page.frameHosts, 'Nowhere.')}`,
        )}
        ${section('Refused by the policy during the visit', undefined, list(page.violations, 'Nothing.'))}
        ${section('What this visit could not see', undefined, list(LIMITS, '', 'plain'))}
      </main>
    </body>
  </html> `.toString()}`;
}

const section = (title: string, helps: string | undefined, content: Markup): Markup =>
  html`<section>
    <h2>${title}</h2>
    ${helps === undefined ? undefined : html`<p class="helps">${helps}</p>`}${content}
  </section>`;

const list = (items: readonly string[], none: string, style = 'code'): Markup =>
  items.length
    ? html`<ul class="${style}">
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`
    : html`<p>${none}</p>`;

function changes({ changes: all, verdict }: AuditReport): Markup {
  if (verdict === 'no baseline') return html``;
  const items = all.map(
    (each) =>
      html`<li>
        <p><span class="tag ${each.change}">${each.change}</span> ${each.what} <code>${each.name}</code></p>
        ${each.before ? html`<p class="value"><b>approved</b> <code>${each.before}</code></p>` : undefined}
        ${each.after ? html`<p class="value"><b>now</b> <code>${each.after}</code></p>` : undefined}
      </li>`,
  );
  const content = all.length
    ? html`<ul class="rows">
        ${items}
      </ul>`
    : html`<p>None.</p>`;
  return section(`Changes (${all.length})`, HELPS.changes, content);
}

const scripts = ({ rows, sdk }: AuditReport): Markup =>
  section(
    `Scripts (${rows.length})`,
    HELPS.scripts,
    html`<ul class="rows">
        ${rows.map(script)}
      </ul>
      ${
        sdk.files.some(({ bytes }) => bytes === 'other')
          ? html`<p>
                Named like a file of store-elements, but not its bytes in version
                ${sdk.version ?? '(unknown)'}: another version, or altered.
              </p>
              ${list(
                sdk.files.filter(({ bytes }) => bytes === 'other').map((each) => each.script),
                '',
              )}`
          : undefined
      }`,
  );

const script = (row: ReportRow): Markup =>
  html`<li>
    <p>
      <span class="tag ${row.state === 'approved' ? 'good' : 'bad'}">${row.state}</span>
      <code>${row.script}</code>
    </p>
    <p class="facts">
      ${row.kind} ·
      ${row.party === 'first' ? 'the page’s own origin' : row.origin}${row.loader ? ` · by ${row.loader}` : ''}${row.owner ? ` · ${row.owner}` : ''}${row.approvedBy ? ` · ${row.state === 'changed' ? 'before it changed, ' : ''}approved by ${row.approvedBy}, ${row.date}` : ''}
    </p>
    <p class="facts">
      bytes
      <code>${row.hash}</code>${row.integrity ? html` · integrity <code>${row.integrity}</code>` : undefined}
    </p>
    <p>${row.justification || 'No justification yet.'}</p>
  </li>`;

function headers({ page, findings }: AuditReport): Markup {
  const found = findings.map(
    (each) =>
      html`<li>
        <p>
          <span class="tag ${each.severity === 'note' ? '' : 'bad'}">${each.severity}</span>
          <code>${each.about}</code>
        </p>
        <p>${each.text}</p>
      </li>`,
  );
  const sent = Object.entries(page.headers).map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd><code>${value}</code></dd>`,
  );
  return section(
    'Headers',
    HELPS.headers,
    html`${
        findings.length
          ? html`<ul class="rows">
              ${found}
            </ul>`
          : html`<p>Nothing found that they leave open.</p>`
      }
      <h3>As received</h3>
      ${sent.length ? html`<dl>${sent}</dl>` : html`<p>None that matter to security.</p>`}`,
  );
}

const connection = ({ page }: AuditReport): Markup =>
  section(
    'Connection',
    undefined,
    html`<dl>
      <dt>Scheme</dt>
      <dd>${new URL(page.finalUrl).protocol.slice(0, -1)}${page.tls ? `, ${page.tls}` : ''}</dd>
      <dt>Ended at</dt>
      <dd><code>${page.finalUrl}</code></dd>
      <dt>Over plain HTTP</dt>
      <dd>${page.plainHttp}</dd>
      <dt>Insecure addresses</dt>
      <dd>${list(page.insecure, 'None.')}</dd>
    </dl>`,
  );
