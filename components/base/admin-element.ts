/** What the merchant's elements share: they ask for the admin key, keep it in memory only, and say what the store answers. */
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { AdminDesk } from '../../src/api/admin-desk.js';
import type { Store } from '../../src/store.js';
import { StoreElement } from './store-element.js';

/** Labels that each of them has, under a name of its own. */
export type AdminWord = 'key' | 'key.about' | 'wrong_key' | 'open' | 'loading' | 'failed' | 'retry';

export abstract class AdminElement<
  Data,
  Desk extends AdminDesk<Data> = AdminDesk<Data>,
> extends StoreElement {
  static override properties: PropertyDeclarations = {
    endpoint: { type: String },
    adminKey: { attribute: false },
  };

  /** Base address of the store server. Default: the page's store. */
  declare endpoint: string | undefined;
  /** Opens it without asking. A property only: an attribute could be read by every script and stands in the page's source. */
  declare adminKey: string | undefined;

  /** Undefined until the store is known. */
  protected desk: Desk | undefined;
  /** The desk that `adminKey` was given to. */
  #opened: Desk | undefined;
  #closing: AbortController | undefined;

  protected abstract makeDesk(endpoint: string, signal: AbortSignal): Desk;
  protected abstract word(word: AdminWord): string;
  /** Whether there is nothing in it. */
  protected abstract isEmpty(data: Data): boolean;

  protected override follow({ endpoint, language }: Store): void {
    void language.need('merchant');
    if (!this.endpoint) this.#start(endpoint);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.endpoint) this.#start(this.endpoint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#closing?.abort();
    this.desk = undefined;
  }

  #start(endpoint: string): void {
    this.#closing?.abort();
    this.#closing = new AbortController();
    const { signal } = this.#closing;
    this.desk = this.makeDesk(new URL(endpoint, document.baseURI).href.replace(/(?<!\/)\/+$/, ''), signal);
    this.desk.subscribe(() => this.requestUpdate(), signal);
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('endpoint') && this.endpoint && this.isConnected && this.hasUpdated)
      this.#start(this.endpoint);
    if (this.desk && this.adminKey && (changed.has('adminKey') || this.#opened !== this.desk)) {
      this.#opened = this.desk;
      void this.desk.open(this.adminKey);
    }
    const { status, data, sending, error } = this.desk?.get() ?? {};
    this.mark('busy', status === 'loading' || sending !== undefined);
    this.mark('empty', status === 'ready' && data !== undefined && this.isEmpty(data));
    this.mark('error', error !== undefined);
    this.report(error);
  }

  /** The key's form, what is wrong, that it is loading; nothing once there is something to show. */
  protected renderDoor(): TemplateResult | typeof nothing {
    const { status, data } = this.desk?.get() ?? { status: 'locked' };
    if (status === 'locked') return this.#renderKey();
    if (status === 'failed') return this.#renderFailure();
    if (status === 'loading' && !data) return html`<p role="status">${this.word('loading')}</p>`;
    return nothing;
  }

  #renderKey(): TemplateResult {
    const refused = this.desk?.get().error?.code === 'access_refused';
    return html`<form class="key" @submit=${this.#onKey}>
      <label class="field">
        <span>${this.word('key')}</span>
        <input
          part="input"
          name="key"
          type="password"
          autocomplete="off"
          spellcheck="false"
          required
          aria-invalid=${refused}
          aria-describedby="key-about"
        />
      </label>
      <p
        id="key-about"
        class="small ${refused ? 'problem' : 'muted'}"
        part=${refused ? 'error' : ''}
        role="status"
      >
        ${this.word(refused ? 'wrong_key' : 'key.about')}
      </p>
      <button class="button primary" part="button-primary">${this.word('open')}</button>
    </form>`;
  }

  #renderFailure(): TemplateResult {
    return html`<div class="notice error" part="notice" role="alert">
      <p>${this.word('failed')}</p>
      <button class="button" part="button-secondary" type="button" @click=${this.reload}>
        ${this.word('retry')}
      </button>
    </div>`;
  }

  protected readonly reload = (): void => void this.desk?.open();

  readonly #onKey = (event: SubmitEvent): void => {
    event.preventDefault();
    const key = new FormData(event.target as HTMLFormElement).get('key');
    if (typeof key === 'string') void this.desk?.open(key);
  };

  /** The first that is there: a part may be gone from the page. */
  protected focusOn(...places: readonly string[]): void {
    for (const place of places) {
      const found = this.renderRoot.querySelector<HTMLElement>(place);
      if (found) return found.focus();
    }
  }

  /** Hands the merchant a file. */
  protected save(text: string, type: string, name: string): void {
    const url = URL.createObjectURL(new Blob([text], { type }));
    Object.assign(document.createElement('a'), { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  }
}
