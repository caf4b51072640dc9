/** What delivery costs, before anybody gives an address: it asks for what prices depend on and no more, and nothing is kept. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { asks, type AddressForm } from '../../src/address/form.js';
import { list, reader, text } from '../../src/api/parse.js';
import type { WireConfig, WirePlacePart } from '../../src/api/wire.js';
import type { CartSnapshot } from '../../src/cart/cart.js';
import type { Parts } from './words.js';

export interface EstimateView {
  render(cart: CartSnapshot): unknown;
}

interface Known {
  readonly countries: readonly string[];
  /** What prices depend on beside the country. */
  readonly by: readonly WirePlacePart[];
}

export function createEstimate({ host, store, words, signal }: Parts): EstimateView {
  const { cart } = store;
  let known: Known | 'failed' | undefined;
  let form: AddressForm | undefined;

  async function load(): Promise<void> {
    if (typeof known === 'object') return;
    known = await store.ask('/config', parseKnown, { signal }).catch(() => 'failed' as const);
    const { country } = cart.get().delivery;
    if (country) void look(country);
    if (!signal.aborted) host.requestUpdate();
  }

  /** How addresses there are written, where that matters. */
  async function look(country: string): Promise<void> {
    if (typeof known !== 'object' || !known.by.length) return;
    form = await import('../../src/address/index.js')
      .then(({ addressForm }) => addressForm(country, store.locale))
      .catch(() => undefined);
    if (!signal.aborted) host.requestUpdate();
  }

  const choose = (country: string | undefined): void => {
    cart.setDelivery({ country, optionId: undefined });
    form = undefined;
    if (country) void look(country);
  };
  const narrow = (part: { readonly region?: string } | { readonly postalCode?: string }): void => {
    const { country, region, postalCode, optionId } = { ...cart.get().delivery, ...part };
    cart.setDelivery({ country, ...(region && { region }), ...(postalCode && { postalCode }), optionId });
  };
  const typed = ({ target }: Event): string => (target as HTMLInputElement | HTMLSelectElement).value.trim();

  function renderCountries({ delivery }: CartSnapshot): unknown {
    if (known === 'failed')
      return html`<p class="small problem" part="error" role="alert">${words.text('estimate.failed')}</p>`;
    if (!known) return html`<div class="skeleton field"></div>`;
    const names = new Intl.DisplayNames(store.locale, { type: 'region' });
    return html`<select
      part="input"
      aria-label=${words.text('estimate.country')}
      .value=${live(delivery.country ?? '')}
      @change=${(event: Event) => choose(typed(event) || undefined)}
    >
      <option value="">${words.text('estimate.choose')}</option>
      ${known.countries.map(
        (code) =>
          html`<option value=${code} ?selected=${code === delivery.country}>${names.of(code)}</option>`,
      )}
    </select>`;
  }

  function renderPlace({ delivery: { country, region = '', postalCode = '' } }: CartSnapshot): unknown {
    if (typeof known !== 'object' || !country || form?.country !== country) return nothing;
    const { by } = known;
    const { regions } = form;
    const regionName = words.text('estimate.region');
    const change = (event: Event): void => narrow({ region: typed(event) });
    return html`${
      !by.includes('region') || !asks(form, 'region')
        ? nothing
        : regions.length
          ? html`<select part="input" aria-label=${regionName} .value=${live(region)} @change=${change}>
              <option value="">${regionName}</option>
              ${regions.map(({ value, label }) => html`<option value=${value} ?selected=${value === region}>${label}</option>`)}
            </select>`
          : html`<input
              part="input"
              placeholder=${regionName}
              aria-label=${regionName}
              .value=${live(region)}
              maxlength="120"
              @change=${change}
            />`
    }
    ${
      by.includes('postal_code') && asks(form, 'postalCode')
        ? html`<input
            part="input"
            placeholder=${words.text('estimate.postal')}
            aria-label=${words.text('estimate.postal')}
            .value=${live(postalCode)}
            maxlength="20"
            autocomplete="postal-code"
            @change=${(event: Event) => narrow({ postalCode: typed(event) })}
          />`
        : nothing
    }`;
  }

  function renderOptions({ delivery, quote, status, messages }: CartSnapshot): unknown {
    if (!delivery.country || quote?.delivery.country !== delivery.country) return nothing;
    const { options } = quote.delivery;
    const more = messages.some(({ code }) => code === 'region_needed' || code === 'postal_code_needed')
      ? html`<p class="small">${words.text('estimate.more')}</p>`
      : nothing;
    // What was chosen stands at once; the prices for it come a moment later.
    const isThere = options.some(({ id }) => id === delivery.optionId);
    const chosen = isThere ? delivery.optionId : quote.delivery.optionId;
    if (!options.length)
      return more === nothing ? html`<p class="small">${words.text('estimate.none')}</p>` : more;
    return html`${more}
      <div
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
                @change=${() => cart.setDelivery({ ...delivery, optionId: id })}
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
          ${renderCountries(snapshot)} ${renderPlace(snapshot)}
          <div aria-live="polite">${renderOptions(snapshot)}</div>
        </div>
      </details>`,
  };
}

const parseKnown = reader<Known>('store configuration', (wire: WireConfig) => ({
  countries: list(wire.countries, text),
  by: list(wire.prices_by ?? [], (part) => part),
}));
