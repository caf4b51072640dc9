/**
 * An address: the fields a country's addresses have, in its order and under its names. A chunk of its own, like what is known
 * of each country.
 */
import { html, type TemplateResult } from 'lit';
import { regionOf } from '../../src/address/doubts.js';
import type { AddressForm } from '../../src/address/form.js';
import type { AddressName, FieldName } from '../../src/checkout/fields.js';
import { EN_PLACES } from '../../src/locale/en-places.js';
import type { Store } from '../../src/store.js';
import { renderField, type FieldLook, type FieldsContext } from './field-view.js';
import { wordsOf } from './words.js';

/** `countries`: to choose from. */
export function renderAddress(
  context: FieldsContext,
  which: 'shipping' | 'billing',
  countries: readonly string[],
): TemplateResult {
  const { store, last } = context;
  const words = wordsOf(store, EN_PLACES);
  const form = last.addresses[which];
  const nameOf = (name: AddressName): FieldName => (which === 'billing' ? `billing-${name}` : name);
  const look = (name: AddressName): Pick<FieldLook, 'name' | 'autocomplete'> => ({
    name: nameOf(name),
    autocomplete: `${which} ${TOKENS[name]}`,
  });
  return html`<div class="fields">
    ${renderField(context, {
      ...look('country'),
      label: words.text('field.country'),
      options: countries.map((code) => ({ value: code, label: countryName(store.locale, code) })),
    })}
    ${renderField(context, { ...look('fullName'), label: words.text('field.fullName') })}
    ${form.rows.map((row) =>
      row.map((name, index) =>
        renderField(context, {
          ...look(name),
          label: labelOf(store, form, name),
          of: row.length,
          first: index === 0,
          ...(name === 'region' && regionLook(context, form, nameOf(name))),
          ...(name === 'postalCode' && { maxlength: 20, ...(isDigits(form) && { inputmode: 'numeric' }) }),
        }),
      ),
    )}
  </div>`;
}

/** https://html.spec.whatwg.org/#autofill */
const TOKENS = {
  country: 'country',
  fullName: 'name',
  street: 'address-line1',
  extended: 'address-line2',
  city: 'address-level2',
  region: 'address-level1',
  postalCode: 'postal-code',
} as const;

const isDigits = ({ postal }: AddressForm): boolean => postal !== undefined && /^\d+$/.test(postal.example);

/** Under the name it has in that country, or the usual one in a language that has no word for it. */
export function labelOf(store: Store, form: AddressForm, name: AddressName): string {
  const words = wordsOf(store, EN_PLACES);
  const { region, city, postalCode } = form.kinds;
  const named = (key: string, usual: keyof typeof EN_PLACES): string =>
    store.locale.startsWith('en') || key in store.labels ? words.coded(key, usual) : words.text(usual);
  const labels: Readonly<Record<AddressName, () => string>> = {
    fullName: () => words.text('field.fullName'),
    country: () => words.text('field.country'),
    street: () => words.text('field.street'),
    extended: () => named(form.districts ? 'field.extended.district' : 'field.extended', 'field.extended'),
    city: () => named(`field.city.${city}`, 'field.city.city'),
    region: () => named(`field.region.${region}`, 'field.region.any'),
    postalCode: () => named(`field.postalCode.${postalCode}`, 'field.postalCode.postal'),
  };
  const label = labels[name]();
  const needed = name === 'fullName' || name === 'country' || form.needed.has(name);
  return needed ? label : words.text('field.optional', { field: label });
}

/** Stands for "none of these". */
const OTHER = '*';

/** A list where there is one, with a way out of it. */
function regionLook(context: FieldsContext, form: AddressForm, name: FieldName): Partial<FieldLook> {
  const { store, last, checkout, typed, redraw } = context;
  const words = wordsOf(store, EN_PLACES);
  const value = last.fields[name];
  const key = `${name} ${form.country}`;
  // What was begun by typing goes on so: a field must not become a list under the shopper's hands.
  if (value && !regionOf(form, value)) typed.add(key);
  if (!form.regions.length || typed.has(key)) return {};
  return {
    options: [
      { value: '', label: words.text('field.region.choose') },
      ...form.regions,
      // Nobody could tell what it costs to send it to a place of no name.
      ...(last.config?.pricesBy.includes('region')
        ? []
        : [{ value: OTHER, label: words.text('field.region.other') }]),
    ],
    choose(chosen) {
      if (chosen !== OTHER) return checkout.setField(name, chosen);
      typed.add(key);
      checkout.setField(name, '');
      redraw();
    },
  };
}

/** They are dear to make. */
let named: { readonly locale: string; readonly names: Intl.DisplayNames } | undefined;

function namesIn(locale: string): Intl.DisplayNames {
  if (named?.locale !== locale)
    named = { locale, names: new Intl.DisplayNames([locale], { type: 'region' }) };
  return named.names;
}

/** Of an ISO 3166-1 code. */
const countryName = (locale: string, code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (namesIn(locale).of(code) ?? code) : code;
