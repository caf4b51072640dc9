/** How the shop reaches the shopper. */
import { html, nothing, type TemplateResult } from 'lit';
import { renderField, type FieldsContext } from './field-view.js';

export function renderContact(context: FieldsContext): TemplateResult {
  const { words, last, checkout } = context;
  const { suggestion } = last;
  return html`<div class="fields">
    ${renderField(context, {
      name: 'email',
      label: words.text('field.email'),
      autocomplete: 'shipping email',
      type: 'email',
      hint: words.text('field.email.hint'),
      maxlength: 254,
      after: html`<div class="small" role="status">
        ${
          suggestion
            ? html`<button class="link suggestion" type="button" @click=${() => checkout.takeSuggestion()}>
                ${words.text('field.email.suggestion', { email: suggestion })}
              </button>`
            : nothing
        }
      </div>`,
    })}
    ${renderField(context, {
      name: 'phone',
      label: words.text('field.phone'),
      autocomplete: 'shipping tel',
      type: 'tel',
      maxlength: 32,
    })}
  </div>`;
}
