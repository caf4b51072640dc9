/**
 * The shopper's side of a checkout: what they type, how their addresses are asked for, what they agree to. What is known of a
 * country's addresses is loaded when it is chosen; without it the form that fits everywhere does.
 */
import type { OrderDetails, StoreConfig } from '../api/types.js';
import { ANYWHERE, type AddressForm } from '../address/form.js';
import { consentIn, missingOf } from './consents.js';
import type { Observable } from '../observable.js';
import type { CheckoutCore } from './core.js';
import { checkFields, toWire, type Asked, type FieldName, type Fields } from './fields.js';
import type { Notice } from './flow.js';
import type { Checkout, CheckoutSnapshot } from './snapshot.js';

export interface Details extends Pick<
  Checkout,
  'setField' | 'leaveField' | 'takeSuggestion' | 'setOwnBilling' | 'agree'
> {
  /** The form for the country the checkout begins with. */
  begin(config: StoreConfig): Promise<void>;
  /** What stands in the way of an order; doubts do so once, and are told again no more. */
  check(): Notice | undefined;
  /** What goes with the order. */
  said(): OrderDetails;
  /** A wallet brought these, and they are not enough. */
  adopt(fields: Fields): void;
}

/** Everything that is asked of the shopper, empty. */
export const NOTHING_SAID = Object.freeze({
  addresses: Object.freeze({ shipping: ANYWHERE, billing: ANYWHERE }),
  ownBilling: false,
  countries: [],
  problems: {},
  doubts: {},
  suggestion: undefined,
  agreed: new Set<string>(),
  unagreed: [],
} satisfies Partial<CheckoutSnapshot>);

type Which = keyof Asked['addresses'];

export function createDetails(
  { cart, get, commit }: CheckoutCore,
  language: Observable<{ readonly locale: string }>,
  signal: AbortSignal,
): Details {
  /** What a doubt was about when the shopper was told of it. */
  const told = new Map<FieldName, string>();
  /** What was chosen or typed as the region of each country, to be there again when it is chosen again. */
  const regions = { shipping: new Map<string, string>(), billing: new Map<string, string>() };

  let loaded: typeof import('./place.js') | undefined;
  const load = async () => (loaded ??= await import('./place.js'));
  void load().catch(() => undefined);

  async function follow(which: Which, country: string): Promise<void> {
    const form = await load()
      .then(({ addressForm }) => addressForm(country, language.get().locale))
      .catch(() => ({ ...ANYWHERE, country }));
    const name = which === 'billing' ? 'billing-country' : 'country';
    const { fields, addresses } = get();
    if (fields[name] !== country) return;
    commit({ addresses: Object.freeze({ ...addresses, [which]: form }), fields: withRegion(which, form) });
    leave(which === 'billing' ? 'billing-postalCode' : 'postalCode');
  }

  /** A region of one country is none of another. */
  function withRegion(which: Which, form: AddressForm): CheckoutSnapshot['fields'] {
    const { fields, addresses } = get();
    const before = addresses[which];
    const name = which === 'billing' ? 'billing-region' : 'region';
    if (before.country === form.country || (!before.regions.length && !form.regions.length)) return fields;
    regions[which].set(before.country, fields[name]);
    // By whatever name it was given: a wallet says "Oregon" where the list says OR.
    const fits = loaded?.regionOf(form, fields[name])?.value;
    const typed = before.country ? '' : fields[name];
    return Object.freeze({ ...fields, [name]: fits ?? regions[which].get(form.country) ?? typed });
  }

  function setField(name: FieldName, value: string): void {
    const { fields, problems, doubts } = get();
    if (fields[name] === value) return;
    const { [name]: _mended, ...others } = problems;
    const { [name]: _asked, ...open } = doubts;
    commit({
      fields: Object.freeze({ ...fields, [name]: value }),
      problems: Object.freeze(others),
      doubts: Object.freeze(open),
      ...(name === 'email' && { suggestion: undefined }),
    });
    if (name === 'country' || name === 'region' || name === 'postalCode')
      price(name === 'postalCode' ? value : '');
    if (name === 'country' || name === 'billing-country')
      void follow(name === 'country' ? 'shipping' : 'billing', value);
  }

  const price = (typed?: string): void =>
    void load().then(
      ({ priceFor }) => priceFor(get(), cart, typed),
      () => undefined,
    );

  /** What was left empty on the way is asked about at the end. */
  function leave(name: FieldName): void {
    if (name === 'postalCode') price();
    const { fields, doubts } = get();
    const doubt = loaded?.doubtFields(fields, get())[name];
    if (!doubt || doubt === 'missing' || doubts[name] === doubt) return;
    told.set(name, fields[name]);
    commit({ doubts: Object.freeze({ ...doubts, [name]: doubt }) });
  }

  const nameCountries = (): void =>
    void load().then(
      ({ countriesIn }) => commit({ countries: countriesIn(language.get().locale) }),
      () => undefined,
    );

  async function ask(email: string): Promise<void> {
    const { suggestEmail } = await load();
    const suggestion = suggestEmail(email);
    if (get().fields.email === email && get().suggestion !== suggestion) commit({ suggestion });
  }

  // Countries and regions are named in it.
  language.subscribe(() => {
    const { fields, countries } = get();
    if (fields.country) void follow('shipping', fields.country);
    if (fields['billing-country']) void follow('billing', fields['billing-country']);
    if (countries.length) nameCountries();
  }, signal);

  return {
    async begin(config) {
      const [first = ''] = config.countries;
      const { fields } = get();
      if (fields.country) return follow('shipping', fields.country);
      // As the cart was asked what it would cost.
      const { country = first, region = '', postalCode = '' } = cart.get().delivery;
      commit({ fields: Object.freeze({ ...fields, country, region, postalCode }) });
      cart.setDelivery({ ...cart.get().delivery, country });
      await follow('shipping', country);
    },
    setField,
    leaveField(name) {
      leave(name);
      if (name === 'email') void ask(get().fields.email).catch(() => undefined);
    },
    takeSuggestion() {
      const { suggestion } = get();
      if (suggestion) setField('email', suggestion);
    },
    setOwnBilling(ownBilling) {
      const { fields } = get();
      commit({ ownBilling });
      if (!ownBilling || fields['billing-country']) return;
      // Whoever is billed elsewhere has mostly the same name, and lives in the same country.
      setField('billing-fullName', fields.fullName);
      setField('billing-country', fields.country);
      nameCountries();
    },
    agree(id, on) {
      const { agreed, unagreed } = get();
      const ids = new Set([...agreed].filter((each) => each !== id));
      if (on) ids.add(id);
      commit({ agreed: ids, unagreed: unagreed.filter((each) => each !== id) });
    },
    adopt(fields) {
      commit({ fields });
      void follow('shipping', fields.country);
    },
    check() {
      const { fields, config, agreed } = get();
      const problems = { ...loaded?.neededIn(cart.get()), ...checkFields(fields, get()) };
      const unagreed = missingOf(config?.consents ?? [], agreed);
      const doubts = loaded?.doubtFields(fields, get()) ?? {};
      commit({ problems, unagreed, doubts });
      if (Object.keys(problems).length || unagreed.length) return { kind: 'fields' };
      const fresh = (Object.keys(doubts) as FieldName[]).filter((name) => told.get(name) !== fields[name]);
      for (const name of fresh) told.set(name, fields[name]);
      return fresh.length ? { kind: 'doubts' } : undefined;
    },
    said() {
      const { fields, config, agreed } = get();
      const consents = (config?.consents ?? [])
        .filter(({ id }) => agreed.has(id))
        .map((consent) => ({ id: consent.id, text: consentIn(consent, language.get().locale).text }));
      return { ...toWire(fields, get()), ...(consents.length && { consents }) };
    },
  };
}
