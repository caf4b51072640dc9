import { html, nothing, type TemplateResult } from 'lit';
import { createAdminDesk, type AdminDesk } from '../src/api/admin-desk.js';
import { productsCsv, reportCsv } from '../src/api/report-csv.js';
import { daysOf, intervalFor, RANGES, todayIn, type Days, type Range } from '../src/api/report-range.js';
import type { WireInterval, WireReport } from '../src/api/wire-reports.js';
import { browserEnv } from '../src/browser-env.js';
import { StoreError } from '../src/errors.js';
import { EN_REPORTS } from '../src/locale/en-reports.js';
import { label } from '../src/locale/label.js';
import { AdminElement, type AdminWord } from './base/admin-element.js';
import { renderReport, type ReportKey } from './reports/report-view.js';
import { reportStyles } from './reports/styles.js';
import { adminStyles } from './styles/admin.js';
import { base } from './styles/base.js';

const INTERVALS: readonly WireInterval[] = ['day', 'week', 'month'];

/**
 * For the merchant, on a page of their own: revenue, orders, visits and conversion of any days, beside as many days before, as charts
 * and as tables, to be downloaded as CSV. Orders and money are the order book's. The store server must allow the page
 * (`adminOrigins`). Comes with a script tag of its own, `reports.js`.
 *
 * @tag store-reports
 * @csspart section - A number, a chart or a table.
 * @csspart input - A field.
 * @csspart error - What is wrong with a field.
 * @csspart notice - What could not be done.
 * @csspart button-primary - Open.
 * @csspart button-secondary - The other buttons.
 * @cssstate busy - The store is being asked.
 * @cssstate empty - Nothing was ordered in this time.
 * @cssstate error - The store could not be asked, or does not take the key.
 * @fires store-error {StoreErrorEvent} The store could not be asked, or refused.
 * @example
 * ```html
 * <store-reports time-zone="Europe/Berlin"></store-reports>
 * ```
 */
export class StoreReports extends AdminElement<WireReport> {
  static override styles = [base, adminStyles, reportStyles];

  static override properties = {
    timeZone: { attribute: 'time-zone' },
    _range: { state: true },
    _days: { state: true },
    _interval: { state: true },
    _currency: { state: true },
  };

  /** IANA name: whose days they are. Default: the browser's. */
  declare timeZone: string | undefined;
  /** @internal */
  declare _range: Range | 'own';
  /** Of a range of their own. @internal */
  declare _days: Days | undefined;
  /** Undefined: what fits the time. @internal */
  declare _interval: WireInterval | undefined;
  /** @internal */
  declare _currency: string | undefined;

  constructor() {
    super();
    this._range = '30';
  }

  protected override makeDesk(endpoint: string, signal: AbortSignal): AdminDesk<WireReport> {
    return createAdminDesk(endpoint, browserEnv(), signal, () => this.#path(), readReport);
  }

  get #zone(): string {
    return this.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  #chosen(): Days {
    if (this._range === 'own' && this._days) return this._days;
    return daysOf(this._range === 'own' ? '30' : this._range, todayIn(this.#zone, Date.now()));
  }

  #path(): string {
    const days = this.#chosen();
    const interval = this._interval ?? intervalFor(days);
    return `/admin/reports?${new URLSearchParams({ ...days, interval, tz: this.#zone }).toString()}`;
  }

  protected override isEmpty({ totals }: WireReport): boolean {
    return totals.orders === 0 && totals.visits === 0 && totals.money.length === 0;
  }

  protected override word(word: AdminWord): string {
    return this.#say(`reports.${word}`);
  }

  readonly #say = (key: ReportKey, values?: Readonly<Record<string, string | number>>): string =>
    label(this.store?.labels ?? {}, EN_REPORTS, key, values, this.store?.locale);

  override render(): TemplateResult {
    const { status, data } = this.desk?.get() ?? {};
    const test = data?.mode === 'test';
    return html`<section class="reports" aria-labelledby="title">
      <h2 id="title">${this.#say('reports.title')}</h2>
      ${this.renderDoor()}
      ${
        data && status !== 'locked'
          ? html`${this.#renderChoices(data)}
              ${test ? html`<p><span class="badge">${this.#say('reports.test')}</span></p>` : nothing}
              <div class="body" aria-busy=${status === 'loading'}>${this.#renderBody(data)}</div>`
          : nothing
      }
    </section>`;
  }

  #renderBody(report: WireReport): TemplateResult {
    const empty = report.totals.orders === 0 && report.totals.money.length === 0;
    return html`${empty ? html`<p class="muted">${this.#say('reports.empty')}</p>` : nothing}
    ${renderReport(report, this.#currencyOf(report), {
      locale: this.store?.locale ?? 'en',
      rtl: getComputedStyle(this).direction === 'rtl',
      say: this.#say,
    })}`;
  }

  #currencies({ totals, before, currency }: WireReport): string[] {
    const used = [...totals.money, ...before.money].map((each) => each.currency);
    return [...new Set([currency, ...used])];
  }

  /** The one that was chosen, if there is money in it; else the store's, else any. */
  #currencyOf(report: WireReport): string {
    const all = this.#currencies(report);
    return all.find((each) => each === this._currency) ?? report.currency;
  }

  #renderChoices(report: WireReport): TemplateResult {
    const days = this.#chosen();
    const interval = this._interval ?? intervalFor(days);
    const currencies = this.#currencies(report);
    const option = (value: string, text: string, chosen: boolean): TemplateResult =>
      html`<option value=${value} ?selected=${chosen}>${text}</option>`;
    return html`<div class="bar">
      <div class="choices">
        <label class="field"
          ><span>${this.#say('reports.range')}</span>
          <select part="input" name="range" @change=${this.#onRange}>
            ${[...RANGES, 'own' as const].map((each) => option(each, this.#say(`reports.range.${each}`), each === this._range))}
          </select>
        </label>
        ${this._range === 'own' ? this.#renderDays(days) : nothing}
        <label class="field"
          ><span>${this.#say('reports.interval')}</span>
          <select part="input" name="interval" @change=${this.#onInterval}>
            ${INTERVALS.map((each) => option(each, this.#say(`reports.interval.${each}`), each === interval))}
          </select>
        </label>
        ${
          currencies.length > 1
            ? html`<label class="field"
                ><span>${this.#say('reports.currency')}</span>
                <select part="input" name="currency" @change=${this.#onCurrency}>
                  ${currencies.map((each) => option(each, each, each === this.#currencyOf(report)))}
                </select>
              </label>`
            : nothing
        }
      </div>
      <div class="tools">
        <button class="button" part="button-secondary" type="button" @click=${() => this.#download(report)}>
          ${this.#say('reports.export')}
        </button>
        <button
          class="button"
          part="button-secondary"
          type="button"
          @click=${() => this.#downloadProducts(report)}
        >
          ${this.#say('reports.export.products')}
        </button>
      </div>
    </div>`;
  }

  #renderDays({ from, to }: Days): TemplateResult {
    const field = (name: 'from' | 'to', value: string): TemplateResult =>
      html`<label class="field"
        ><span>${this.#say(`reports.${name}`)}</span
        ><input
          part="input"
          type="date"
          name=${name}
          required
          min=${name === 'to' ? from : '2000-01-01'}
          .value=${value}
          @change=${this.#onDay}
      /></label>`;
    return html`${field('from', from)}${field('to', to)}`;
  }

  readonly #onRange = (event: Event): void => {
    this._days = this.#chosen();
    this._range = (event.target as HTMLSelectElement).value as Range | 'own';
    this._interval = undefined;
    this.reload();
  };

  readonly #onInterval = (event: Event): void => {
    this._interval = (event.target as HTMLSelectElement).value as WireInterval;
    this.reload();
  };

  readonly #onCurrency = (event: Event): void => {
    this._currency = (event.target as HTMLSelectElement).value;
  };

  /** A day that is still being typed is none; the other end goes along, so that no time is asked for that ends before it begins. */
  readonly #onDay = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement;
    if (!/^20\d\d-\d\d-\d\d$/.test(value)) return;
    const days = this.#chosen();
    const { from, to } = name === 'from' ? { ...days, from: value } : { ...days, to: value };
    this._days = from <= to ? { from, to } : { from: value, to: value };
    this._interval = undefined;
    this.reload();
  };

  #download(report: WireReport): void {
    this.save(reportCsv(report), 'text/csv;charset=utf-8', `sales-${report.from}-${report.to}.csv`);
  }

  #downloadProducts(report: WireReport): void {
    this.save(productsCsv(report), 'text/csv;charset=utf-8', `products-${report.from}-${report.to}.csv`);
  }
}

function readReport(json: unknown): WireReport {
  const report = json as Partial<WireReport>;
  if (!Array.isArray(report.intervals) || !report.totals)
    throw new StoreError('server_answer', 'There is no report in it.');
  return Object.freeze(report as WireReport);
}

declare global {
  interface HTMLElementTagNameMap {
    'store-reports': StoreReports;
  }
}
