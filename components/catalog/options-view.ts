/** A product's options: a list to choose from on a card, buttons side by side on the product's own page. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Product } from '../../src/api/types.js';
import { choose, stateOf, type Chosen } from '../../src/catalog/choice.js';
import type { Words } from './words.js';

export interface OptionsShown {
  readonly product: Product;
  readonly chosen: Chosen;
  readonly words: Words;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Buttons beyond this are a wall. */
const MOST_BUTTONS = 10;

const why = (state: ReturnType<typeof stateOf>, { text }: Words): string =>
  state === 'available' ? '' : text(state === 'soldout' ? 'product.soldout' : 'product.none');

export function renderSelect(
  { product, chosen, words, onChoose }: OptionsShown,
  { name, values }: Product['options'][number],
): TemplateResult {
  return html`<select
    part="input"
    aria-label=${words.text('product.choose', { option: name })}
    .value=${live(chosen[name] ?? '')}
    @change=${(event: Event) => onChoose(choose(product, chosen, name, (event.target as HTMLSelectElement).value))}
  >
    ${values.map((value) => {
      const not = why(stateOf(product, chosen, name, value), words);
      return html`<option value=${value} ?selected=${chosen[name] === value}>
        ${value}${not ? ` – ${not}` : nothing}
      </option>`;
    })}
  </select>`;
}

export function renderChoices(shown: OptionsShown, option: Product['options'][number]): TemplateResult {
  const { product, chosen, words, onChoose } = shown;
  const { name, values } = option;
  if (values.length > MOST_BUTTONS)
    return html`<div class="option">
      <span class="option-name" aria-hidden="true">${name}</span>${renderSelect(shown, option)}
    </div>`;
  return html`<fieldset class="option">
    <legend class="option-name">${name}</legend>
    <div class="choices">
      ${values.map((value) => {
        const not = why(stateOf(product, chosen, name, value), words);
        return html`<label class=${not ? 'choice not' : 'choice'}>
          <input
            type="radio"
            name=${name}
            value=${value}
            part="input"
            .checked=${live(chosen[name] === value)}
            @change=${() => onChoose(choose(product, chosen, name, value))}
          />
          <span class="choice-text"
            ><bdi>${value}</bdi>${not ? html`<span class="hidden"> – ${not}</span>` : nothing}</span
          >
        </label>`;
      })}
    </div>
  </fieldset>`;
}
