/** The shopper's side of the form: contact, addresses, delivery, a note. */
import { html, nothing, type TemplateResult } from 'lit';
import { renderContact } from './contact-view.js';
import type { FormContext } from './form-context.js';

export function renderDetails(context: FormContext): TemplateResult {
  const { words, last, checkout, busy } = context;
  const { config, ownBilling, countries } = last;
  const { renderAddress } = context.later;
  return html`<fieldset part="section" ?disabled=${busy}>
      <legend>${words.text('checkout.contact')}</legend>
      ${renderContact(context)}
    </fieldset>
    <fieldset part="section" ?disabled=${busy}>
      <legend>${words.text('checkout.address')}</legend>
      ${renderAddress(context, 'shipping', config?.countries ?? [])}
    </fieldset>
    <fieldset part="section" ?disabled=${busy}>
      <legend>${words.text('checkout.delivery')}</legend>
      ${renderDelivery(context)}
    </fieldset>
    <fieldset part="section" ?disabled=${busy}>
      <legend>${words.text('checkout.billing')}</legend>
      <label class="tick">
        <input
          type="checkbox"
          .checked=${!ownBilling}
          @change=${(event: Event) => checkout.setOwnBilling(!(event.target as HTMLInputElement).checked)}
        />
        <span>${words.text('checkout.billing.same')}</span>
      </label>
      ${ownBilling ? renderAddress(context, 'billing', countries) : nothing}
    </fieldset>
    ${config?.orderNote ? context.later.renderOrderNote?.(context) : nothing}`;
}

function renderDelivery({ words, cart, checkout }: FormContext): TemplateResult {
  const { quote, messages } = cart.get();
  if (!quote) return html`<p class="muted wait">${words.text('checkout.delivery.wait')}</p>`;
  const { options, optionId } = quote.delivery;
  const unknown = messages.some(({ code }) => code === 'delivery_unavailable');
  if (!options.length)
    return html`<p class="problem">
      ${words.text(unknown ? 'checkout.delivery.unknown' : 'checkout.delivery.none')}
    </p>`;
  return html`<div class="choices">
    ${options.map(
      (option) =>
        html`<label class="choice">
          <input
            type="radio"
            name="delivery"
            .checked=${option.id === optionId}
            @change=${() => checkout.setDelivery(option.id)}
          />
          <span class="choice-text"
            ><span><bdi>${option.title}</bdi></span
            ><span class="muted small"><bdi>${option.description}</bdi></span></span
          >
          <span class="amount"
            >${option.amount.amount === 0 ? words.text('total.fulfillment.free') : words.price(option.amount)}</span
          >
        </label>`,
    )}
  </div>`;
}
