import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { EN_THEME } from '../src/locale/en-theme.js';
import { label, type BaseKey } from '../src/locale/label.js';
import type { Store } from '../src/store.js';
import { StoreElement } from './base/store-element.js';
import { base } from './styles/base.js';
import { fromHex, toHex, type Rgb } from './theme-editor/color.js';
import { FONTS, SHAPE, TYPE, type Slider } from './theme-editor/controls.js';
import { StoreThemeChangeEvent } from './theme-editor/events.js';
import { check, suggestion, type Colors, type Finding } from './theme-editor/pairs.js';
import { createPreview, keepDraft, keptDraft, type Preview } from './theme-editor/preview.js';
import { colorsOf, type Scheme } from './theme-editor/probe.js';
import { fromCss, toCss } from './theme-editor/sheet.js';
import { themeEditorStyles } from './theme-editor/styles.js';
import { THEMES, type ThemeName } from './theme-editor/themes.js';
import { COLORS, type ColorName, type TokenName, type TokenValues } from './theme-editor/tokens.js';

type Key = BaseKey<keyof typeof EN_THEME>;

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

  #say(key: Key, values?: Readonly<Record<string, string | number>>): string {
    return label(this.store?.labels ?? {}, EN_THEME, key, values, this.store?.locale);
  }

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

  #set(name: TokenName, value: string | undefined): void {
    const { [name]: _, ...rest } = this._values;
    this.#change(value === undefined ? rest : { ...rest, [name]: value });
    this.#wear(this._scheme);
  }

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
        <div class="side">${this.#renderContrast()} ${this.#renderCss()}</div>
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
      <div class="fields">${COLORS.map((name) => this.#renderColor(name, colors?.[name]))}</div>
    </fieldset>`;
  }

  #renderColor(name: ColorName, color: Rgb = [0, 0, 0]): TemplateResult {
    const hex = toHex(color);
    const title = this.#say(`theme.color.${name}`);
    return html`<div class="field">
      <label for=${name}>${title}</label>
      <div class="pick">
        <input
          id=${name}
          type="color"
          .value=${live(hex)}
          @input=${(event: Event) => this.#onColor(event, name)}
        />
        <input
          class="code"
          part="input"
          aria-label=${this.#say('theme.color.code', { name: title })}
          autocomplete="off"
          spellcheck="false"
          maxlength="7"
          .value=${live(hex)}
          @change=${(event: Event) => this.#onColor(event, name)}
        />
      </div>
    </div>`;
  }

  #renderShape(): TemplateResult {
    return html`<fieldset class="group" part="section">
      <legend>${this.#say('theme.shape')}</legend>
      <div class="fields">${SHAPE.map((slider) => this.#renderSlider(slider))}</div>
    </fieldset>`;
  }

  #renderType(): TemplateResult {
    return html`<fieldset class="group" part="section">
      <legend>${this.#say('theme.text')}</legend>
      <div class="fields">
        ${(['font', 'font-heading'] as const).map((name) => this.#renderFont(name))}
        ${TYPE.map((slider) => this.#renderSlider(slider))}
      </div>
    </fieldset>`;
  }

  #renderSlider(slider: Slider): TemplateResult {
    const { name, least, most, step, usual, unit } = slider;
    const set = this._values[name];
    // A theme may say it in another way (`max(1em, 15px)`): the first number is near enough for a thumb.
    const number = set === undefined ? usual : parseFloat(/[\d.]+/.exec(set)?.[0] ?? '');
    const rough = unit === 'px' && set?.includes('rem') ? number * 16 : number;
    return html`<div class="field">
      <div class="row">
        <label for=${name}>${this.#say(`theme.${name}` as 'theme.radius')}</label>
        <span class="value small">${set ?? this.#say('theme.default')}</span>
      </div>
      <input
        id=${name}
        type="range"
        min=${least}
        max=${most}
        step=${step}
        aria-valuetext=${set ?? this.#say('theme.default')}
        .value=${live(String(rough))}
        @input=${(event: Event) => this.#set(name, `${(event.target as HTMLInputElement).value}${unit}`)}
      />
    </div>`;
  }

  #renderFont(name: 'font' | 'font-heading'): TemplateResult {
    const set = this._values[name];
    const known = Object.entries(FONTS);
    const own = set !== undefined && !known.some(([, families]) => families === set);
    return html`<div class="field">
      <label for=${name}>${this.#say(`theme.${name}`)}</label>
      <select
        id=${name}
        part="input"
        @change=${(event: Event) => this.#set(name, (event.target as HTMLSelectElement).value || undefined)}
      >
        <option value="" ?selected=${set === undefined}>${this.#say('theme.default')}</option>
        ${own ? html`<option value=${set} selected>${set.split(',')[0]?.replace(/['"]/g, '')}</option>` : nothing}
        ${known.map(
          ([key, families]) =>
            html`<option value=${families} ?selected=${families === set}>
              ${this.#say(`theme.font.${key}` as 'theme.font.sans')}
            </option>`,
        )}
      </select>
    </div>`;
  }

  #renderContrast(): TemplateResult {
    const colors = this.hasUpdated ? this.#colors : undefined;
    const all = colors ? check(colors) : [];
    const bad = all.filter(({ passes }) => !passes);
    this.mark('error', bad.length > 0);
    const lowest = Math.min(...all.map(({ ratio }) => ratio));
    return html`<section class="group" part="section" aria-labelledby="contrast">
      <h2 id="contrast">${this.#say('theme.contrast')}</h2>
      <div class="notice ${bad.length ? 'error' : 'success'}" part="notice">
        <p role="status">
          ${
            bad.length
              ? this.#say('theme.contrast.bad', { count: bad.length })
              : this.#say('theme.contrast.good', { count: all.length, ratio: this.#ratio(lowest) })
          }
        </p>
        ${bad.length && colors ? this.#renderFound(bad, colors) : nothing}
      </div>
    </section>`;
  }

  #renderFound(bad: readonly Finding[], colors: Colors): TemplateResult {
    const fores = [...new Set(bad.map(({ fore }) => fore))];
    return html`<ul class="found small">
      ${fores.map((fore) => {
        const mended = suggestion(fore, colors);
        return html`<li>
          ${bad
            .filter((each) => each.fore === fore)
            .map(
              ({ back, ratio, needs }) =>
                html`<span
                  >${this.#say('theme.contrast.pair', {
                    fore: this.#say(`theme.color.${fore}`),
                    back: this.#say(`theme.color.${back}`),
                    ratio: this.#ratio(ratio),
                    needs: this.#ratio(needs),
                  })}</span
                >`,
            )}
          ${
            mended
              ? html`<button
                  class="button"
                  part="button-secondary"
                  type="button"
                  @click=${() => this.#setColor(fore, mended)}
                >
                  ${this.#say('theme.contrast.use', { color: toHex(mended), name: this.#say(`theme.color.${fore}`) })}
                </button>`
              : html`<span class="muted">${this.#say('theme.contrast.none')}</span>`
          }
        </li>`;
      })}
    </ul>`;
  }

  /** Rounded down: 4.49 is not 4.5. */
  #ratio(ratio: number): string {
    const format = new Intl.NumberFormat(this.store?.locale ?? 'en', { maximumFractionDigits: 2 });
    return `${format.format(Math.floor(ratio * 100) / 100)} : 1`;
  }

  #renderCss(): TemplateResult {
    const { css } = this;
    return html`<section class="group" part="section" aria-labelledby="css-title">
      <h2 id="css-title">${this.#say('theme.css')}</h2>
      <p class="muted small">${this.#say(css ? 'theme.css.about' : 'theme.css.empty')}</p>
      ${
        css
          ? html`<textarea
                readonly
                rows="8"
                aria-labelledby="css-title"
                part="input"
                .value=${css}
              ></textarea>
              <div class="bar">
                <button class="button primary" part="button-primary" type="button" @click=${this.#onCopy}>
                  ${this.#say('theme.copy')}
                </button>
                <button class="button" part="button-secondary" type="button" @click=${this.#onDownload}>
                  ${this.#say('theme.download')}
                </button>
              </div>`
          : nothing
      }
      <details>
        <summary>${this.#say('theme.import')}</summary>
        <form class="group" @submit=${this.#onImport}>
          <label for="import">${this.#say('theme.import.text')}</label>
          <textarea
            id="import"
            name="css"
            rows="5"
            part="input"
            spellcheck="false"
            maxlength="100000"
          ></textarea>
          <div class="bar">
            <button class="button" part="button-secondary">${this.#say('theme.import.do')}</button>
          </div>
        </form>
      </details>
      <p class="small" role="status">${this._told}</p>
    </section>`;
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
