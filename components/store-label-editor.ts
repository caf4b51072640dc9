import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { browserEnv } from '../src/browser-env.js';
import { isStoreError, StoreError } from '../src/errors.js';
import { EN_LABEL_EDITOR } from '../src/locale/en-label-editor.js';
import { PARTS } from '../src/locale/keys.js';
import { label, type BaseKey, type LabelValues } from '../src/locale/label.js';
import { LANGUAGES, resolveLanguage, type LanguageTag } from '../src/locale/resolve.js';
import type { Store } from '../src/store.js';
import { StoreElement } from './base/store-element.js';
import { createDraft, type Draft, type DraftState } from './label-editor/draft.js';
import { renderRow } from './label-editor/row-view.js';
import { FILTERS, rowsOf, shownOf, type Filter, type Row } from './label-editor/rows.js';
import { labelEditorStyles } from './label-editor/styles.js';
import { base } from './styles/base.js';

type Key = BaseKey<keyof typeof EN_LABEL_EDITOR>;

/**
 * For the merchant, on a page of their own beside the elements they want to see: every text of the shop in every language, with
 * a field for an own one that the page shows at once. What was changed is downloaded as a file for `labels-src`; until then it
 * is kept in the tab. Texts are plain. Comes with a script tag of its own, `label-editor.js`.
 *
 * @tag store-label-editor
 * @csspart section - The texts of one part of the shop.
 * @csspart input - A field.
 * @csspart error - What may be wrong with a text.
 * @csspart notice - What was done.
 * @csspart button-primary - Download.
 * @csspart button-secondary - The other buttons.
 * @cssstate busy - The words of the language are being loaded.
 * @cssstate empty - No text fits the search.
 * @cssstate error - The words of the language could not be loaded.
 * @fires store-error {StoreErrorEvent} The words of a language could not be loaded.
 * @example
 * ```html
 * <store-label-editor></store-label-editor>
 * ```
 */
export class StoreLabelEditor extends StoreElement {
  static override styles = [base, labelEditorStyles];

  static override properties = {
    _filter: { state: true },
    _search: { state: true },
    _told: { state: true },
  };

  /** @internal */
  declare _filter: Filter;
  /** @internal */
  declare _search: string;
  /** What was done last. @internal */
  declare _told: string;

  #draft: (Draft & { readonly found: boolean }) | undefined;
  #drawnFor: Store | undefined;
  #rows: readonly Row[] | undefined;
  #rowsOf = '';
  /** Of the page, before a language was chosen here. */
  #locale = '';

  constructor() {
    super();
    this._filter = 'all';
    this._search = '';
    this._told = '';
  }

  protected override follow(store: Store, signal: AbortSignal): void {
    void this.#begin(store, signal);
  }

  async #begin(store: Store, signal: AbortSignal): Promise<void> {
    await Promise.all([store.language.first, store.language.need('merchant')]);
    if (signal.aborted) return;
    if (this.#drawnFor !== store) {
      this.#drawnFor = store;
      this.#locale = store.locale;
      const { language } = resolveLanguage(store.locale);
      this.#draft = createDraft(
        `store-elements:labels:${store.endpoint}`,
        { language, own: store.language.get().own },
        browserEnv().session,
      );
      if (this.#draft.found) this._told = this.#say('labels.restored');
    }
    const draft = this.#draft;
    if (!draft) return;
    const show = (state: DraftState): void => this.#show(store, state);
    draft.subscribe(show, signal);
    if (draft.found) show(draft.get());
    else void this.#load(draft.get().language);
    // Asked only while there is something to lose.
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (draft.get().unsaved) event.preventDefault();
    };
    addEventListener('beforeunload', onLeave, { signal });
    this.requestUpdate();
  }

  /** The whole page shows what was written. */
  #show(store: Store, { language, own }: DraftState): void {
    const locale = resolveLanguage(this.#locale).language === language ? this.#locale : language;
    void store.language.set({ locale, labels: own, labelsSrc: undefined });
    void this.#load(language);
    this.requestUpdate();
  }

  async #load(language: string): Promise<void> {
    if (this.#rowsOf === language) return;
    this.#rowsOf = language;
    this.#rows = undefined;
    this.mark('busy', true);
    let failure: StoreError | undefined;
    const rows = await rowsOf(language as LanguageTag).catch((cause: unknown) => {
      failure = isStoreError(cause) ? cause : new StoreError('network_failed', undefined, { cause });
      return rowsOf('en');
    });
    if (this.#rowsOf !== language) return;
    this.#rows = rows;
    this.mark('busy', false);
    this.mark('error', failure !== undefined);
    this.report(failure);
    this.requestUpdate();
  }

  readonly #say = (key: Key, values?: LabelValues): string =>
    label(this.store?.labels ?? {}, EN_LABEL_EDITOR, key, values, this.store?.locale);

  override render(): TemplateResult {
    const state = this.#draft?.get();
    const rows = this.#rows && state ? shownOf(this.#rows, state.own, this._filter, this._search) : [];
    this.mark('empty', this.#rows !== undefined && rows.length === 0);
    return html`<section class="editor" aria-labelledby="title">
      <div>
        <h2 id="title">${this.#say('labels.title')}</h2>
        <p class="muted small">${this.#say('labels.about')}</p>
      </div>
      ${state && this.#rows ? this.#renderAll(state, rows) : html`<p role="status">${this.#say('labels.loading')}</p>`}
    </section>`;
  }

  #renderAll(state: DraftState, rows: readonly Row[]): TemplateResult {
    return html`${this.#renderBar(state, rows.length)}
      <div role="status" class="told">
        ${
          this._told
            ? html`<div class="notice" part="notice">
                <p>${this._told}</p>
                ${
                  state.before
                    ? html`<button class="button" part="button-secondary" type="button" @click=${this.#undo}>
                        ${this.#say('labels.undo')}
                      </button>`
                    : nothing
                }
              </div>`
            : nothing
        }
      </div>
      ${PARTS.map((part) => {
        const own = rows.filter((row) => row.part === part);
        if (!own.length) return nothing;
        return html`<section class="part" part="section" aria-labelledby="part-${part}">
          <h3 id="part-${part}">${this.#say(`labels.part.${part}`)}</h3>
          <ul>
            ${repeat(
              own,
              (row) => row.key,
              (row) => renderRow(row, state, this.store?.locale ?? 'en', this.#say, this.#write),
            )}
          </ul>
        </section>`;
      })}
      ${rows.length ? nothing : html`<p class="muted">${this.#say('labels.none')}</p>`}`;
  }

  #renderBar(state: DraftState, count: number): TemplateResult {
    return html`<div class="bar">
      <div class="find">
        <label class="field">
          <span class="small">${this.#say('labels.language')}</span>
          <select part="input" @change=${this.#onLanguage}>
            ${LANGUAGES.map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === state.language}>${nameOf(tag)}</option>`)}
          </select>
        </label>
        <label class="field search">
          <span class="small">${this.#say('labels.search')}</span>
          <input
            part="input"
            type="search"
            autocomplete="off"
            spellcheck="false"
            placeholder=${this.#say('labels.search.hint')}
            .value=${this._search}
            @input=${(event: Event) => (this._search = (event.target as HTMLInputElement).value)}
          />
        </label>
      </div>
      <div class="row-of">
        <fieldset class="filters">
          <legend class="hidden">${this.#say('labels.show')}</legend>
          ${FILTERS.map(
            (filter) =>
              html`<label
                ><input
                  type="radio"
                  name="filter"
                  .checked=${filter === this._filter}
                  @change=${() => (this._filter = filter)}
                />${this.#say(`labels.show.${filter}`)}</label
              >`,
          )}
        </fieldset>
        <span class="muted small" role="status">${this.#say('labels.count', { count })}</span>
      </div>
      <div class="tools">
        <button class="button primary" part="button-primary" type="button" @click=${this.#download}>
          ${this.#say('labels.export')}
        </button>
        <button class="button" part="button-secondary" type="button" @click=${this.#pick}>
          ${this.#say('labels.import')}
        </button>
        <button
          class="button"
          part="button-secondary"
          type="button"
          ?disabled=${Object.keys(state.own).length === 0}
          @click=${this.#resetAll}
        >
          ${this.#say('labels.reset.all')}
        </button>
        <input
          class="hidden"
          type="file"
          accept=".json,application/json"
          tabindex="-1"
          aria-hidden="true"
          @change=${this.#onFile}
        />
      </div>
      ${state.unsaved ? html`<p class="small unsaved">${this.#say('labels.unsaved')}</p>` : nothing}
    </div>`;
  }

  readonly #write = (key: string, text: string | undefined, reset = false): void => {
    this._told = '';
    this.#draft?.write(key, text);
    // The button is gone with the text it took away.
    if (reset) this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(`own-${key}`)}`)?.focus();
  };

  readonly #onLanguage = (event: Event): void => {
    this._told = '';
    this.#draft?.speak((event.target as HTMLSelectElement).value);
  };

  readonly #resetAll = (): void => {
    this.#draft?.resetAll();
    this._told = this.#say('labels.was_reset');
  };

  readonly #undo = (): void => {
    this.#draft?.undo();
    this._told = '';
    this.renderRoot.querySelector<HTMLElement>('.search input')?.focus();
  };

  readonly #pick = (): void => this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();

  readonly #onFile = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (!file || !this.#draft) return;
    const known = new Set(this.#rows?.map(({ key }) => key));
    try {
      const { read, unknown } = this.#draft.open(await file.text(), (key) => known.has(key));
      const left = unknown ? this.#say('labels.unknown', { count: unknown }) : '';
      this._told = `${this.#say('labels.imported', { count: read })} ${left}`;
    } catch {
      this._told = this.#say('labels.unusable');
    }
  };

  readonly #download = (): void => {
    const draft = this.#draft;
    if (!draft) return;
    const url = URL.createObjectURL(new Blob([draft.save()], { type: 'application/json' }));
    const download = `labels.${draft.get().language}.json`;
    Object.assign(document.createElement('a'), { href: url, download }).click();
    URL.revokeObjectURL(url);
  };
}

/** In the language itself, as whoever speaks it looks for it. */
const nameOf = (tag: string): string => new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;

declare global {
  interface HTMLElementTagNameMap {
    'store-label-editor': StoreLabelEditor;
  }
}
