/** Draws one report: totals with their change, charts with tables beside them, the way from visit to order, products, gateways. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { WireReport, WireReportMoney } from '../../src/api/wire-reports.js';
import type { EN_REPORTS } from '../../src/locale/en-reports.js';
import { formatMoney, inOrder } from '../../src/locale/format.js';
import type { BaseKey } from '../../src/locale/label.js';
import { decimalsOf, money } from '../../src/money.js';
import { renderChart } from './chart.js';

export type ReportKey = BaseKey<keyof typeof EN_REPORTS>;

export interface ReportWords {
  readonly locale: string;
  readonly rtl: boolean;
  say(key: ReportKey, values?: Readonly<Record<string, string | number>>): string;
}

/** Money in one currency alone; others are chosen above. */
export function renderReport(report: WireReport, currency: string, words: ReportWords): TemplateResult {
  const { say } = words;
  return html`${renderTiles(report, currency, words)}
    <div class="cards">
      ${renderRevenue(report, currency, words)} ${renderOrders(report, words)}
      ${report.counts_visits ? renderFunnel(report, words) : nothing}
      ${renderProducts(report, currency, words)} ${renderGateways(report, currency, words)}
      ${renderCoupons(report, currency, words)}
    </div>
    <div class="small muted">
      <p>${say('reports.compared', { range: range(report.before, words) })}</p>
      <p>${say('reports.zone', { zone: report.time_zone })}</p>
    </div>`;
}

const none = (currency: string): WireReportMoney => ({
  ...{ currency, taken: 0, refunded: 0, lost: 0, revenue: 0, paid_orders: 0, average: null },
});

const moneyIn = (all: readonly WireReportMoney[], currency: string): WireReportMoney =>
  all.find((each) => each.currency === currency) ?? none(currency);

function renderTiles(report: WireReport, currency: string, words: ReportWords): TemplateResult {
  const { totals, before, counts_visits: counted } = report;
  const [now, was] = [moneyIn(totals.money, currency), moneyIn(before.money, currency)];
  const price = (amount: number): string => formatMoney(money(amount, currency), words.locale);
  const number = new Intl.NumberFormat(words.locale);
  const percent = new Intl.NumberFormat(words.locale, { style: 'percent', maximumFractionDigits: 1 });
  const tile = (
    key: ReportKey,
    value: number | null,
    old: number | null,
    format: (value: number) => string,
    good: 'more' | 'less' = 'more',
  ): TemplateResult =>
    html`<div class="tile" part="section">
      <dt>${words.say(key)}</dt>
      <dd class="number">${value === null ? '–' : format(value)}</dd>
      <dd>${renderChange(value, old, good, words)}</dd>
    </div>`;
  return html`<dl class="tiles">
    ${tile('reports.revenue', now.revenue, was.revenue, price)}
    ${tile('reports.orders', now.paid_orders, was.paid_orders, (n) => number.format(n))}
    ${tile('reports.average', now.average, was.average, price)}
    ${counted ? tile('reports.visits', totals.visits, before.visits, (n) => number.format(n)) : nothing}
    ${counted ? tile('reports.conversion', totals.conversion, before.conversion, (n) => percent.format(n)) : nothing}
    ${now.refunded || was.refunded ? tile('reports.refunded', now.refunded, was.refunded, price, 'less') : nothing}
    ${now.lost || was.lost ? tile('reports.lost', now.lost, was.lost, price, 'less') : nothing}
  </dl>`;
}

/** By how much, as an arrow and a number for the eye and a sentence for the ear. */
function renderChange(
  now: number | null,
  was: number | null,
  good: 'more' | 'less',
  { locale, say }: ReportWords,
): TemplateResult {
  if (!was || was < 0 || now === null) return html`<span class="change">${say('reports.new')}</span>`;
  const share = (now - was) / was;
  if (Math.abs(share) < 0.0005) return html`<span class="change">${say('reports.same')}</span>`;
  const format = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
  });
  const change = format.format(Math.abs(share));
  return html`<span class="change ${share > 0 === (good === 'more') ? 'better' : 'worse'}"
    ><b aria-hidden="true">${share > 0 ? '▲' : '▼'} ${change}</b
    ><span class="hidden">${say(share > 0 ? 'reports.more' : 'reports.less', { change })}</span></span
  >`;
}

function renderRevenue(report: WireReport, currency: string, words: ReportWords): TemplateResult {
  const price = (amount: number): string => formatMoney(money(amount, currency), words.locale);
  const compact = new Intl.NumberFormat(words.locale, {
    ...{
      style: 'currency',
      currency,
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumFractionDigits: 1,
    },
  });
  const values = report.intervals.map(
    ({ revenue }) => revenue.find((each) => each.currency === currency)?.amount ?? 0,
  );
  return renderFigure(report, words, {
    title: 'reports.revenue',
    values,
    show: price,
    scale: (value) => inOrder(compact.format(value / 10 ** decimalsOf(currency)), words.locale),
  });
}

function renderOrders(report: WireReport, words: ReportWords): TemplateResult {
  const number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 });
  return renderFigure(report, words, {
    title: 'reports.orders',
    values: report.intervals.map(({ paid_orders }) => paid_orders),
    show: (value) => number.format(value),
    scale: (value) => number.format(value),
  });
}

interface Figure {
  readonly title: 'reports.revenue' | 'reports.orders';
  readonly values: readonly number[];
  readonly show: (value: number) => string;
  readonly scale: (value: number) => string;
}

function renderFigure(
  { intervals, from, to, interval }: WireReport,
  words: ReportWords,
  { title, values, show, scale }: Figure,
): TemplateResult {
  const { say, locale } = words;
  const day = dayFormat(locale);
  const ends = (i: number): string => nextDay(intervals[i + 1]?.start ?? nextDay(to, 1), -1);
  const names = intervals.map(({ start }, i) =>
    interval === 'day' ? day.format(utc(start)) : day.formatRange(utc(start), utc(ends(i))),
  );
  const id = title.replace('.', '-');
  return html`<section
    class="card ${title === 'reports.revenue' ? 'wide' : ''}"
    part="section"
    aria-labelledby=${id}
  >
    <h3 id=${id}>${say(title)}</h3>
    <figure aria-labelledby=${id}>
      ${renderChart({
        bars: values.map((value, i) => ({ value, title: `${names[i] ?? ''}: ${show(value)}` })),
        scale,
        ends: [day.format(utc(from)), day.format(utc(to))],
        rtl: words.rtl,
      })}
    </figure>
    <details>
      <summary>${say('reports.table')}</summary>
      <div class="scroll" tabindex="0" role="group" aria-labelledby=${id}>
        <table aria-labelledby=${id}>
          <thead>
            <tr>
              <th scope="col">${say('reports.when')}</th>
              <th scope="col">${say(title)}</th>
            </tr>
          </thead>
          <tbody>
            ${values.map(
              (value, i) =>
                html`<tr>
                  <th scope="row">${names[i]}</th>
                  <td>${show(value)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function renderFunnel({ totals }: WireReport, words: ReportWords): TemplateResult {
  const { say, locale } = words;
  const number = new Intl.NumberFormat(locale);
  const steps = ['visits', 'carts', 'checkouts', 'orders', 'paid_orders'] as const;
  const most = Math.max(1, ...steps.map((step) => totals[step]));
  return html`<section class="card" part="section" aria-labelledby="funnel">
    <h3 id="funnel">${say('reports.funnel')}</h3>
    <ol class="steps">
      ${steps.map(
        (step) =>
          html`<li>
            <span>${say(`reports.funnel.${step}`)}</span
            ><span class="amount">${number.format(totals[step])}</span>
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              ${svg`<rect class="value" x=${words.rtl ? 100 - (totals[step] / most) * 100 : 0} width=${(totals[step] / most) * 100} height="1"></rect>`}
            </svg>
          </li>`,
      )}
    </ol>
    <p class="small muted">${say('reports.funnel.about')}</p>
  </section>`;
}

function renderProducts(
  report: WireReport,
  currency: string,
  { say, locale }: ReportWords,
): TemplateResult | typeof nothing {
  const rows = report.products.filter((each) => each.currency === currency);
  if (!rows.length) return nothing;
  const number = new Intl.NumberFormat(locale);
  return html`<section class="card" part="section" aria-labelledby="products">
    <h3 id="products">${say('reports.products')}</h3>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="products">
      <table aria-labelledby="products">
        <thead>
          <tr>
            <th scope="col">${say('reports.product')}</th>
            <th scope="col">${say('reports.quantity')}</th>
            <th scope="col">${say('reports.amount')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ title, variant, quantity, amount }) =>
              html`<tr>
                <th scope="row">
                  ${title}${variant ? html`<div class="muted small">${variant}</div>` : nothing}
                </th>
                <td>${number.format(quantity)}</td>
                <td>${formatMoney(money(amount, currency), locale)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="small muted">${say('reports.products.about')}</p>
  </section>`;
}

function renderGateways(
  report: WireReport,
  currency: string,
  words: ReportWords,
): TemplateResult | typeof nothing {
  const rows = report.gateways.filter((each) => each.currency === currency);
  return renderSums('gateways', 'reports.gateway', words, currency, rows, ({ gateway }) => gateway);
}

function renderCoupons(
  report: WireReport,
  currency: string,
  words: ReportWords,
): TemplateResult | typeof nothing {
  const rows = report.coupons.filter((each) => each.currency === currency);
  return renderSums('coupons', 'reports.coupon', words, currency, rows, ({ code }) => code);
}

interface Sums {
  readonly paid_orders: number;
  readonly taken: number;
  readonly refunded?: number;
}

/** Orders and money by something; nothing where there is none of it. */
function renderSums<Row extends Sums>(
  id: 'gateways' | 'coupons',
  column: 'reports.gateway' | 'reports.coupon',
  { say, locale }: ReportWords,
  currency: string,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): TemplateResult | typeof nothing {
  if (!rows.length) return nothing;
  const price = (amount: number): string => formatMoney(money(amount, currency), locale);
  const number = new Intl.NumberFormat(locale);
  const refunds = rows.some(({ refunded }) => refunded !== undefined);
  return html`<section class="card" part="section" aria-labelledby=${id}>
    <h3 id=${id}>${say(`reports.${id}`)}</h3>
    <div class="scroll" tabindex="0" role="group" aria-labelledby=${id}>
      <table aria-labelledby=${id}>
        <thead>
          <tr>
            <th scope="col">${say(column)}</th>
            <th scope="col">${say('reports.orders')}</th>
            <th scope="col">${say('reports.taken')}</th>
            ${refunds ? html`<th scope="col">${say('reports.refunded')}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${nameOf(row)}</th>
                <td>${number.format(row.paid_orders)}</td>
                <td>${price(row.taken)}</td>
                ${refunds ? html`<td>${price(row.refunded ?? 0)}</td>` : nothing}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

const utc = (day: string): Date => new Date(day);

const nextDay = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const dayFormat = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });

const range = (
  { from, to }: { readonly from: string; readonly to: string },
  { locale }: ReportWords,
): string => dayFormat(locale).formatRange(utc(from), utc(to));
