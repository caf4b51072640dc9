/** The editor's fields: a colour, a length, a family of fonts. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { toHex, type Rgb } from './color.js';
import { FONTS, type Slider } from './controls.js';
import type { ColorName, TokenName } from './tokens.js';
import type { Say } from './words.js';

/** Sets a token, or leaves it to its default. */
type Put = (name: TokenName, value: string | undefined) => void;

/** `pick`: hears of what was chosen or typed. */
export function renderColor(
  say: Say,
  name: ColorName,
  color: Rgb = [0, 0, 0],
  pick: (event: Event) => void,
): TemplateResult {
  const hex = toHex(color);
  const title = say(`theme.color.${name}`);
  return html`<div class="field">
    <label for=${name}>${title}</label>
    <div class="pick">
      <input id=${name} type="color" .value=${live(hex)} @input=${pick} />
      <input
        class="code"
        part="input"
        aria-label=${say('theme.color.code', { name: title })}
        autocomplete="off"
        spellcheck="false"
        maxlength="7"
        .value=${live(hex)}
        @change=${pick}
      />
    </div>
  </div>`;
}

export function renderSlider(say: Say, slider: Slider, set: string | undefined, put: Put): TemplateResult {
  const { name, least, most, step, usual, unit } = slider;
  // A theme may say it in another way (`max(1em, 15px)`): the first number is near enough for a thumb.
  const number = set === undefined ? usual : parseFloat(/[\d.]+/.exec(set)?.[0] ?? '');
  const rough = unit === 'px' && set?.includes('rem') ? number * 16 : number;
  return html`<div class="field">
    <div class="row">
      <label for=${name}>${say(`theme.${name}` as 'theme.radius')}</label>
      <span class="value small">${set ?? say('theme.default')}</span>
    </div>
    <input
      id=${name}
      type="range"
      min=${least}
      max=${most}
      step=${step}
      aria-valuetext=${set ?? say('theme.default')}
      .value=${live(String(rough))}
      @input=${(event: Event) => put(name, `${(event.target as HTMLInputElement).value}${unit}`)}
    />
  </div>`;
}

export function renderFont(
  say: Say,
  name: 'font' | 'font-heading',
  set: string | undefined,
  put: Put,
): TemplateResult {
  const known = Object.entries(FONTS);
  const own = set !== undefined && !known.some(([, families]) => families === set);
  return html`<div class="field">
    <label for=${name}>${say(`theme.${name}`)}</label>
    <select
      id=${name}
      part="input"
      @change=${(event: Event) => put(name, (event.target as HTMLSelectElement).value || undefined)}
    >
      <option value="" ?selected=${set === undefined}>${say('theme.default')}</option>
      ${own ? html`<option value=${set} selected>${set.split(',')[0]?.replace(/['"]/g, '')}</option>` : nothing}
      ${known.map(
        ([key, families]) =>
          html`<option value=${families} ?selected=${families === set}>
            ${say(`theme.font.${key}` as 'theme.font.sans')}
          </option>`,
      )}
    </select>
  </div>`;
}
