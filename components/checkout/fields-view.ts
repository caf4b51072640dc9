/** Contact and address: real labels, the browser's own autofill, errors tied to their fields. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FieldName, FieldProblems, Fields } from '../../src/checkout/fields.js';
import type { Words } from './words.js';

interface FieldLook {
  readonly name: FieldName;
  /** https://html.spec.whatwg.org/#autofill */
  readonly autocomplete: AutoFill;
  readonly type?: 'email' | 'tel';
  readonly hint?: true;
  /** Shares its row with the next or previous one where there is room. */
  readonly half?: true;
}

const CONTACT: readonly FieldLook[] = [
  { name: 'email', autocomplete: 'email', type: 'email', hint: true },
  { name: 'phone', autocomplete: 'tel', type: 'tel' },
];

const ADDRESS: readonly FieldLook[] = [
  { name: 'fullName', autocomplete: 'shipping name' },
  { name: 'street', autocomplete: 'shipping address-line1' },
  { name: 'extended', autocomplete: 'shipping address-line2' },
  { name: 'city', autocomplete: 'shipping address-level2', half: true },
  { name: 'postalCode', autocomplete: 'shipping postal-code', half: true },
  { name: 'region', autocomplete: 'shipping address-level1' },
];

export interface FieldsContext {
  readonly words: Words;
  readonly fields: Fields;
  readonly problems: FieldProblems;
  readonly countries: readonly string[];
  readonly locale: string;
  readonly set: (name: FieldName, value: string) => void;
}

export const renderContact = (context: FieldsContext): TemplateResult =>
  html`<div class="fields">${CONTACT.map((look) => renderField(context, look))}</div>`;

export const renderAddress = (context: FieldsContext): TemplateResult =>
  html`<div class="fields">
    ${renderCountry(context)} ${ADDRESS.map((look) => renderField(context, look))}
  </div>`;

function renderField(context: FieldsContext, look: FieldLook): TemplateResult {
  const { words, fields, set } = context;
  const { name } = look;
  const onInput = (event: Event): void => set(name, (event.target as HTMLInputElement).value);
  return html`<div class="field ${look.half ? 'half' : ''}">
    <label for=${name}>${words.text(`field.${name}`)}</label>
    <input
      id=${name}
      name=${name}
      part="input"
      type=${look.type ?? 'text'}
      autocomplete=${look.autocomplete}
      maxlength="200"
      aria-invalid=${context.problems[name] ? 'true' : 'false'}
      aria-describedby=${`${name}-note`}
      .value=${live(fields[name])}
      @input=${onInput}
      @change=${onInput}
    />
    ${renderNote(context, name, look.hint ? words.text('field.email.hint') : '')}
  </div>`;
}

function renderCountry(context: FieldsContext): TemplateResult {
  const { words, fields, countries, locale, set } = context;
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  return html`<div class="field">
    <label for="country">${words.text('field.country')}</label>
    <select
      id="country"
      name="country"
      part="input"
      autocomplete="shipping country"
      aria-invalid=${context.problems.country ? 'true' : 'false'}
      aria-describedby="country-note"
      @change=${(event: Event) => set('country', (event.target as HTMLSelectElement).value)}
    >
      ${countries.map((code) => html`<option value=${code} ?selected=${code === fields.country}>${names.of(code) ?? code}</option>`)}
    </select>
    ${renderNote(context, 'country', '')}
  </div>`;
}

function renderNote({ words, problems }: FieldsContext, name: FieldName, hint: string): TemplateResult {
  const problem = problems[name];
  return html`<p
    id=${`${name}-note`}
    class="note small ${problem ? 'problem' : 'muted'}"
    part=${problem ? 'error' : nothing}
  >
    ${problem ? words.text(`problem.${problem}`) : hint}
  </p>`;
}
