/** What delivery costs, before anybody gives an address: a country is all it asks for, and nothing is kept. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { list, reader, text } from '../../src/api/parse.js';
import type { WireConfig } from '../../src/api/wire.js';
import type { CartSnapshot } from '../../src/cart/cart.js';
import type { Parts } from './words.js';

export interface EstimateView {
  render(cart: CartSnapshot): unknown;
}

export function createEstimate({ host, store, words, signal }: Parts): EstimateView {
  const { cart } = store;
  let countries: readonly string[] | 'failed' | undefined;

  async function load(): Promise<void> {
    if (Array.isArray(countries)) return;
    countries = await store.ask('/config', parseCountries, { signal }).catch(() => 'failed' as const);
    if (!signal.aborted) host.requestUpdate();
  }

  function renderCountries({ delivery }: CartSnapshot): unknown {
    if (countries === 'failed')
      return html`<p class="small problem" part="error" role="alert">${words.text('estimate.failed')}</p>`;
    if (!countries) return html`<div class="skeleton field"></div>`;
    const names = new Intl.DisplayNames(store.locale, { type: 'region' });
    return html`<select
      part="input"
      aria-label=${words.text('estimate.country')}
      .value=${live(delivery.country ?? '')}
      @change=${({ target }: Event) =>
        cart.setDelivery({ country: (target as HTMLSelectElement).value || undefined, optionId: undefined })}
    >
      <option value="">${words.text('estimate.choose')}</option>
      ${countries.map(
        (code) =>
          html`<option value=${code} ?selected=${code === delivery.country}>${names.of(code)}</option>`,
      )}
    </select>`;
  }

  function renderOptions({ delivery, quote, status }: CartSnapshot): unknown {
    if (!delivery.country || quote?.delivery.country !== delivery.country) return nothing;
    const { options } = quote.delivery;
    // What was chosen stands at once; the prices for it come a moment later.
    const isThere = options.some(({ id }) => id === delivery.optionId);
    const chosen = isThere ? delivery.optionId : quote.delivery.optionId;
    if (!options.length) return html`<p class="small">${words.text('estimate.none')}</p>`;
    return html`<div
      class="choices ${status === 'priced' ? '' : 'stale'}"
      role="radiogroup"
      aria-label=${words.text('estimate.title')}
    >
      ${options.map(
        ({ id, title, description, amount }) =>
          html`<label class="choice">
            <input
              type="radio"
              name="estimate"
              .checked=${live(id === chosen)}
              @change=${() => cart.setDelivery({ country: delivery.country, optionId: id })}
            />
            <span>${title} <span class="muted small">${description}</span></span>
            <span class="amount"
              >${amount.amount ? words.price(amount) : words.text('total.fulfillment.free')}</span
            >
          </label>`,
      )}
    </div>`;
  }

  return {
    render: (snapshot) =>
      html`<details class="estimate" @toggle=${load}>
        <summary>${words.text('estimate.title')}</summary>
        <div class="stack">
          ${renderCountries(snapshot)}
          <div aria-live="polite">${renderOptions(snapshot)}</div>
        </div>
      </details>`,
  };
}

const parseCountries = reader<readonly string[]>('store configuration', (wire: WireConfig) =>
  list(wire.countries, text),
);
