import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { EN_THEME } from '../src/locale/en-theme.js';
import { label } from '../src/locale/label.js';
import type { Store } from '../src/store.js';
import { StoreElement } from './base/store-element.js';
import { base } from './styles/base.js';
import { fromHex, toHex, type Rgb } from './theme-editor/color.js';
import { renderContrast } from './theme-editor/contrast-view.js';
import { SHAPE, TYPE } from './theme-editor/controls.js';
import { renderCss } from './theme-editor/css-view.js';
import { StoreThemeChangeEvent } from './theme-editor/events.js';
import { renderColor, renderFont, renderSlider } from './theme-editor/fields-view.js';
import { check, type Colors } from './theme-editor/pairs.js';
import { createPreview, keepDraft, keptDraft, type Preview } from './theme-editor/preview.js';
import { colorsOf, type Scheme } from './theme-editor/probe.js';
import { fromCss, toCss } from './theme-editor/sheet.js';
import { themeEditorStyles } from './theme-editor/styles.js';
import { THEMES, type ThemeName } from './theme-editor/themes.js';
import { COLORS, type ColorName, type TokenName, type TokenValues } from './theme-editor/tokens.js';
import type { Say } from './theme-editor/words.js';

/**
 * For the merchant, on a page of their shop: changes colours, corners, space and type of the elements on that page while one looks,
 * says which colours are too close to each other and what to use in their place, and hands the result out as CSS. It sets the custom
 * properties of docs/look.md and nothing else; what is brought in is checked. Comes with a script tag of its own, `theme-editor.js`.
 *
 * @tag store-theme-editor
 * @csspart section - A group of fields.
 * @csspart input - A field.
 * @csspart notice - Whether the colours can be read.
 * @csspart button-primary - Copy.
 * @csspart button-secondary - The other buttons.
 * @cssstate error - Some colours are too close to each other.
 * @fires store-theme-change {StoreThemeChangeEvent} Something was changed; a card form on the page is dressed anew.
 * @example
 * ```html
 * <store-theme-editor></store-theme-editor>
 * ```
 */
export class StoreThemeEditor extends StoreElement {
  static override styles = [base, themeEditorStyles];

  static override properties = {
    _values: { state: true },
    _start: { state: true },
    _scheme: { state: true },
    _told: { state: true },
  };

  /** What is set so far. @internal */
  declare _values: TokenValues;
  /** @internal */
  declare _start: ThemeName | 'page';
  /** Which half of the colours is shown and changed. @internal */
  declare _scheme: Scheme;
  /** What came of the last press. @internal */
  declare _told: string;

  #preview: Preview | undefined;

  constructor() {
    super();
    this._values = {};
    this._start = 'page';
    this._scheme = 'light';
    this._told = '';
  }

  /** The theme as CSS: one rule of custom properties; empty while nothing is set. */
  get css(): string {
    return Object.keys(this._values).length ? toCss(this._values) : '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#preview = createPreview();
    const kept = keptDraft();
    if (Object.keys(kept).length) this.#change(kept);
    this._scheme = this.#schemeNow;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#preview?.takeOff();
  }

  protected override follow({ language }: Store): void {
    void language.need('merchant');
  }

  readonly #say: Say = (key, values) =>
    label(this.store?.labels ?? {}, EN_THEME, key, values, this.store?.locale);

  /** The one half there is, where the theme is always light or always dark. */
  get #fixed(): Scheme | undefined {
    const scheme = this._values['color-scheme'];
    return scheme === 'light' || scheme === 'dark' ? scheme : undefined;
  }

  get #schemeNow(): Scheme {
    return this.#fixed ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  }

  #change(values: TokenValues): void {
    this._values = values;
    this.#wear();
    keepDraft(values);
    this.dispatchEvent(new StoreThemeChangeEvent({ css: this.css }));
  }

  /** While one half of the colours is worked on, the page shows that half. */
  #wear(scheme?: Scheme): void {
    const values = scheme && !this.#fixed ? { ...this._values, 'color-scheme': scheme } : this._values;
    if (Object.keys(values).length) this.#preview?.wear(values);
    else this.#preview?.takeOff();
  }

  readonly #set = (name: TokenName, value: string | undefined): void => {
    const { [name]: _, ...rest } = this._values;
    this.#change(value === undefined ? rest : { ...rest, [name]: value });
    this.#wear(this._scheme);
  };

  get #colors(): Colors {
    return colorsOf(this.renderRoot as ShadowRoot, this._scheme);
  }

  #setColor(name: ColorName, color: Rgb): void {
    const other: Scheme = this._scheme === 'light' ? 'dark' : 'light';
    const hex = toHex(color);
    const kept = toHex(colorsOf(this.renderRoot as ShadowRoot, other)[name]);
    const [light, dark] = this._scheme === 'light' ? [hex, kept] : [kept, hex];
    this.#set(`color-${name}`, this.#fixed ? hex : `light-dark(${light}, ${dark})`);
  }

  /** Colours are read from the element as it stands, so the first drawing has none yet. */
  protected override firstUpdated(): void {
    this.requestUpdate();
  }

  override render(): TemplateResult {
    return html`<section class="editor" aria-labelledby="title">
      <div>
        <h2 id="title">${this.#say('theme.title')}</h2>
        <p class="muted small">${this.#say('theme.about')}</p>
      </div>
      ${this.#renderStart()}
      <div class="columns">
        <div>${this.#renderColors()} ${this.#renderShape()} ${this.#renderType()}</div>
        <div class="side">
          ${this.#renderContrast()}
          ${renderCss(this.#say, this.css, this._told, { copy: this.#onCopy, download: this.#onDownload, import: this.#onImport })}
        </div>
      </div>
    </section>`;
  }

  #renderStart(): TemplateResult {
    const starts = ['page', ...(Object.keys(THEMES) as ThemeName[])] as const;
    return html`<div class="bar">
      <div class="field">
        <label for="start">${this.#say('theme.start')}</label>
        <select id="start" part="input" .value=${live(this._start)} @change=${this.#onStart}>
          ${starts.map((name) => html`<option value=${name} ?selected=${name === this._start}>${this.#say(`theme.start.${name}`)}</option>`)}
        </select>
      </div>
      <button class="button" part="button-secondary" type="button" @click=${() => this.#begin(this._start)}>
        ${this.#say('theme.reset')}
      </button>
    </div>`;
  }

  #renderColors(): TemplateResult {
    const colors = this.hasUpdated ? this.#colors : undefined;
    return html`<fieldset class="group" part="section">
      <legend>${this.#say('theme.colors')}</legend>
      ${
        this.#fixed
          ? nothing
          : html`<div class="schemes" role="radiogroup" aria-labelledby="scheme">
              <span id="scheme" class="muted small">${this.#say('theme.scheme')}</span>
              ${(['light', 'dark'] as const).map(
                (scheme) =>
                  html`<label
                    ><input
                      type="radio"
                      name="scheme"
                      .checked=${scheme === this._scheme}
                      @change=${() => this.#onScheme(scheme)}
                    />${this.#say(`theme.scheme.${scheme}`)}</label
                  >`,
              )}
            </div>`
      }
      <div class="fields">
        ${COLORS.map((name) => renderColor(this.#say, name, colors?.[name], (event) => this.#onColor(event, name)))}
      </div>
    </fieldset>`;
  }

  #renderShape(): TemplateResult {
    return html`<fieldset class="group" part="section">
      <legend>${this.#say('theme.shape')}</legend>
      <div class="fields">
        ${SHAPE.map((slider) => renderSlider(this.#say, slider, this._values[slider.name], this.#set))}
      </div>
    </fieldset>`;
  }

  #renderType(): TemplateResult {
    return html`<fieldset class="group" part="section">
      <legend>${this.#say('theme.text')}</legend>
      <div class="fields">
        ${(['font', 'font-heading'] as const).map((name) => renderFont(this.#say, name, this._values[name], this.#set))}
        ${TYPE.map((slider) => renderSlider(this.#say, slider, this._values[slider.name], this.#set))}
      </div>
    </fieldset>`;
  }

  #renderContrast(): TemplateResult {
    const colors = this.hasUpdated ? this.#colors : undefined;
    const all = colors ? check(colors) : [];
    this.mark(
      'error',
      all.some(({ passes }) => !passes),
    );
    const words = { say: this.#say, locale: this.store?.locale ?? 'en' };
    return renderContrast(words, colors, all, (name, color) => this.#setColor(name, color));
  }

  #begin(start: ThemeName | 'page'): void {
    this._start = start;
    this._told = '';
    const values = start === 'page' ? {} : THEMES[start];
    this.#change(values);
    this._scheme = this.#schemeNow;
  }

  readonly #onStart = (event: Event): void =>
    this.#begin((event.target as HTMLSelectElement).value as ThemeName | 'page');

  #onScheme(scheme: Scheme): void {
    this._scheme = scheme;
    this.#wear(scheme);
    this.dispatchEvent(new StoreThemeChangeEvent({ css: this.css }));
  }

  #onColor(event: Event, name: ColorName): void {
    const input = event.target as HTMLInputElement;
    const color = fromHex(input.value.trim());
    // What is no colour goes back to what it was: nothing is guessed.
    if (color) this.#setColor(name, color);
    else this.requestUpdate();
  }

  readonly #onCopy = (): void => {
    navigator.clipboard.writeText(this.css).then(
      () => (this._told = this.#say('theme.copied')),
      () => (this._told = this.#say('theme.not_copied')),
    );
  };

  readonly #onDownload = (): void => {
    const url = URL.createObjectURL(new Blob([this.css], { type: 'text/css' }));
    Object.assign(document.createElement('a'), { href: url, download: 'store-theme.css' }).click();
    URL.revokeObjectURL(url);
  };

  readonly #onImport = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get('css');
    const { values, refused } = fromCss(typeof given === 'string' ? given : '');
    const count = Object.keys(values).length;
    this._start = 'page';
    if (count) this.#change({ ...this._values, ...values });
    this._told = [
      this.#say('theme.imported', { count }),
      ...(refused.length ? [this.#say('theme.refused', { names: [...new Set(refused)].join(', ') })] : []),
    ].join(' ');
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'store-theme-editor': StoreThemeEditor;
  }
}
