import { html, nothing, type TemplateResult } from 'lit';
import type { WireDecision, WireEvidence, WireFinding } from '../src/api/wire-evidence.js';
import { browserEnv } from '../src/browser-env.js';
import { EN_EVIDENCE } from '../src/locale/en-evidence.js';
import { label, type BaseKey } from '../src/locale/label.js';
import { createEvidenceDesk, type EvidenceDesk } from '../src/security/evidence.js';
import { AdminElement, type AdminWord } from './base/admin-element.js';
import { evidenceStyles } from './evidence/styles.js';
import { adminStyles } from './styles/admin.js';
import { base } from './styles/base.js';

type State = WireFinding['status'] | 'all';
type Key = BaseKey<keyof typeof EN_EVIDENCE>;

const STATES: readonly State[] = ['new', 'approved', 'rejected', 'all'];

/**
 * For the merchant, on a page of their own: which scripts and frames their payment pages load, what the policy refused, which
 * headers came, as browsers told it. Each can be approved or rejected with a reason; all of it can be downloaded. The store
 * server must allow the page (`adminOrigins`). Comes with a script tag of its own, `evidence.js`.
 *
 * @tag store-evidence
 * @csspart section - What was seen on one page.
 * @csspart input - A field.
 * @csspart error - What is wrong with a field.
 * @csspart notice - What could not be done.
 * @csspart button-primary - Open; approve.
 * @csspart button-secondary - The other buttons.
 * @cssstate busy - The store is being asked.
 * @cssstate empty - Nothing was told yet.
 * @cssstate error - The store could not be asked, or does not take the key.
 * @fires store-error {StoreErrorEvent} The store could not be asked, or refused.
 * @example
 * ```html
 * <store-evidence></store-evidence>
 * ```
 */
export class StoreEvidence extends AdminElement<WireEvidence, EvidenceDesk> {
  static override styles = [base, adminStyles, evidenceStyles];

  static override properties = {
    _shown: { state: true },
    _open: { state: true },
    _lacking: { state: true },
  };

  /** @internal */
  declare _shown: State;
  /** The finding that is being decided on. @internal */
  declare _open: string | undefined;
  /** Reason or name is missing. @internal */
  declare _lacking: boolean;

  /** The name of who decided last: the same person goes through the list. */
  #by = '';

  constructor() {
    super();
    this._shown = 'new';
    this._lacking = false;
  }

  protected override makeDesk(endpoint: string, signal: AbortSignal): EvidenceDesk {
    return createEvidenceDesk(endpoint, browserEnv(), signal);
  }

  protected override isEmpty({ findings }: WireEvidence): boolean {
    return findings.length === 0;
  }

  protected override word(word: AdminWord): string {
    return this.#say(`evidence.${word}`);
  }

  #say(key: Key, values?: Readonly<Record<string, string | number>>): string {
    return label(this.store?.labels ?? {}, EN_EVIDENCE, key, values, this.store?.locale);
  }

  override render(): TemplateResult {
    return html`<section class="evidence" aria-labelledby="title">
      <div>
        <h2 id="title">${this.#say('evidence.title')}</h2>
        <p class="muted small">${this.#say('evidence.about')}</p>
      </div>
      ${this.renderDoor()} ${this.desk?.get().status === 'ready' ? this.#renderAll() : nothing}
    </section>`;
  }

  #renderAll(): TemplateResult {
    const { data: { findings, full } = { findings: [], full: false }, error } = this.desk?.get() ?? {};
    const count = (state: State): number =>
      findings.filter((each) => state === 'all' || each.status === state).length;
    const shown = findings.filter(({ status }) => this._shown === 'all' || status === this._shown);
    const pages = [...new Set(shown.map(({ page }) => page))];
    return html`<div class="bar">
        <fieldset class="states">
          <legend class="hidden">${this.#say('evidence.show')}</legend>
          ${STATES.map(
            (state) =>
              html`<label
                ><input
                  type="radio"
                  name="state"
                  .checked=${state === this._shown}
                  @change=${() => (this._shown = state)}
                />${this.#say(`evidence.status.${state}`)} (${count(state)})</label
              >`,
          )}
        </fieldset>
        <div class="tools">
          <button class="button" part="button-secondary" type="button" @click=${this.reload}>
            ${this.#say('evidence.reload')}
          </button>
          <button class="button" part="button-secondary" type="button" @click=${this.#download}>
            ${this.#say('evidence.export')}
          </button>
        </div>
      </div>
      ${full ? html`<p class="notice" part="notice">${this.#say('evidence.full')}</p>` : nothing}
      ${error ? html`<p class="notice error" part="notice" role="alert">${this.#say('evidence.not_kept')}</p>` : nothing}
      ${pages.map((page) =>
        this.#renderPage(
          page,
          shown.filter((each) => each.page === page),
        ),
      )}
      ${shown.length ? nothing : html`<p class="muted">${this.#say(findings.length ? 'evidence.none' : 'evidence.empty')}</p>`}`;
  }

  #renderPage(page: string, findings: readonly WireFinding[]): TemplateResult {
    const id = `page-${page.replace(/\W+/g, '-')}`;
    return html`<section class="group" part="section">
      <h3 id=${id}>${page}</h3>
      <table aria-labelledby=${id}>
        <thead>
          <tr>
            <th scope="col">${this.#say('evidence.column.what')}</th>
            <th scope="col">${this.#say('evidence.column.seen')}</th>
            <th scope="col">${this.#say('evidence.column.decision')}</th>
          </tr>
        </thead>
        <tbody>
          ${findings.map((finding) => this.#renderFinding(finding))}
        </tbody>
      </table>
    </section>`;
  }

  #renderFinding(finding: WireFinding): TemplateResult {
    const { id, kind, subject, detail, added_by: by, times, status, first_seen_at, last_seen_at } = finding;
    const text = detail || (kind === 'header' ? this.#say('evidence.absent') : '');
    const values = { first: this.#date(first_seen_at), last: this.#date(last_seen_at) };
    return html`<tr>
      <td>
        <span class="muted small">${this.#say(`evidence.kind.${kind}`)}</span>
        <div class="subject">${subject}</div>
        ${text ? html`<div class="detail muted">${text}</div>` : nothing}
        ${by ? html`<div class="detail muted">${this.#say('evidence.added_by', { by })}</div>` : nothing}
      </td>
      <td class="small">
        ${values.first === values.last ? values.first : this.#say('evidence.seen', values)}
        <div class="muted">${this.#say('evidence.times', { count: times })}</div>
      </td>
      <td>${this._open === id ? this.#renderDecide(finding) : this.#renderDecision(finding, status)}</td>
    </tr>`;
  }

  #renderDecision({ id, subject, decision }: WireFinding, status: WireFinding['status']): TemplateResult {
    const word = this.#say(`evidence.status.${status}`);
    return html`<span class="badge ${status}">${word}</span>
      ${
        decision
          ? html`<p class="small">${decision.reason}</p>
              <p class="small muted">
                ${this.#say('evidence.decided', { status: word, by: decision.by, at: this.#date(decision.at) })}
              </p>`
          : nothing
      }
      <p>
        <button
          class="link"
          id="decide-${id}"
          type="button"
          aria-label=${this.#say('evidence.decide', { subject })}
          @click=${() => this.#openFor(id)}
        >
          ${this.#say('evidence.decide.short')}
        </button>
      </p>`;
  }

  #renderDecide(finding: WireFinding): TemplateResult {
    const busy = this.desk?.get().sending === finding.id;
    const lacking = this._lacking;
    return html`<form
      class="decide"
      aria-label=${this.#say('evidence.decide', { subject: finding.subject })}
      @submit=${(event: SubmitEvent) => this.#onDecide(event, finding)}
    >
      <label class="field">
        <span class="small">${this.#say('evidence.reason')}</span>
        <textarea
          part="input"
          name="reason"
          rows="2"
          maxlength="500"
          .value=${finding.decision?.reason ?? ''}
        ></textarea>
      </label>
      <label class="field">
        <span class="small">${this.#say('evidence.by')}</span>
        <input part="input" name="by" maxlength="120" autocomplete="name" .value=${this.#by} />
      </label>
      ${lacking ? html`<p class="small problem" part="error" role="alert">${this.#say('evidence.required')}</p>` : nothing}
      <div class="tools">
        <button class="button primary" part="button-primary" value="approved" ?disabled=${busy}>
          ${this.#say('evidence.approve')}
        </button>
        <button class="button" part="button-secondary" value="rejected" ?disabled=${busy}>
          ${this.#say('evidence.reject')}
        </button>
        <button class="link" type="button" @click=${() => this.#openFor(undefined, finding.id)}>
          ${this.#say('evidence.cancel')}
        </button>
      </div>
    </form>`;
  }

  #date(text: string): string {
    return new Intl.DateTimeFormat(this.store?.locale ?? 'en', {
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(text));
  }

  /** The focus goes along: into the form, and back to the button it came from. */
  #openFor(id: string | undefined, from?: string): void {
    this._open = id;
    this._lacking = false;
    void this.updateComplete.then(() =>
      this.focusOn(id ? '.decide textarea' : `#decide-${CSS.escape(from ?? '')}`),
    );
  }

  #onDecide(event: SubmitEvent, { id, subject }: WireFinding): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const decision = (event.submitter as HTMLButtonElement | null)?.value as WireDecision;
    const [reason, by] = [text('reason'), text('by')];
    this._lacking = !reason || !by;
    if (this._lacking) return;
    this.#by = by;
    void this.desk?.decide(id, { decision, reason, by }).then((kept) => {
      if (!kept) return;
      this._open = undefined;
      this.announce(
        this.#say('evidence.done', { subject, status: this.#say(`evidence.status.${decision}`) }),
      );
      void this.updateComplete.then(() =>
        this.focusOn(`#decide-${CSS.escape(id)}`, 'tbody .link', '.states input:checked'),
      );
    });
  }

  readonly #download = (): void =>
    this.save(this.desk?.toJson() ?? '', 'application/json', 'store-evidence.json');
}

declare global {
  interface HTMLElementTagNameMap {
    'store-evidence': StoreEvidence;
  }
}
