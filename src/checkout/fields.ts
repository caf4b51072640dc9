/** What the shopper types about themselves, and what is wrong with it. Pure; the server checks again. */
import { ANYWHERE, asks, type AddressForm, type Doubt, type PlaceName } from '../address/form.js';
import type { WireAddress, WireBuyer } from '../api/wire.js';
import type { BillingContact } from '../gateways/gateway.js';

export type AddressName = 'fullName' | 'country' | PlaceName;
/** Of the address for the bill, where it is another one. */
export type BillingName = `billing-${AddressName}`;
export type FieldName = 'email' | 'phone' | AddressName | BillingName | 'note';

export type Fields = Readonly<Record<FieldName, string>>;

/** A label key `problem.<kind>`. */
export type FieldProblem = 'required' | 'email' | 'long' | 'card';
export type FieldProblems = Readonly<Partial<Record<FieldName, FieldProblem>>>;

/** What is asked about and left to the shopper: a label key `doubt.<kind>`. */
export type FieldDoubts = Readonly<Partial<Record<FieldName, Doubt>>>;

/** How the addresses are asked for, and whether the one for the bill is. */
export interface Asked {
  readonly addresses: { readonly shipping: AddressForm; readonly billing: AddressForm };
  readonly ownBilling: boolean;
}

export const ASKED: Asked = Object.freeze({
  addresses: { shipping: ANYWHERE, billing: ANYWHERE },
  ownBilling: false,
});

export const EMPTY_FIELDS: Fields = Object.freeze({
  email: '', phone: '',
  fullName: '', country: '', street: '', extended: '', city: '', region: '', postalCode: '',
  'billing-fullName': '', 'billing-country': '', 'billing-street': '', 'billing-extended': '', 'billing-city': '',
  'billing-region': '', 'billing-postalCode': '',
  note: '',
}); // prettier-ignore

const PLACES: readonly PlaceName[] = ['street', 'extended', 'city', 'region', 'postalCode'];
const LENGTHS: Readonly<Partial<Record<FieldName, number>>> = { note: 1000 };
const MAX_LENGTH = 200;

/** What is wrong, in the order it stands on the page; empty when all is well. */
export function checkFields(fields: Fields, asked: Asked = ASKED): FieldProblems {
  const problems: Partial<Record<FieldName, FieldProblem>> = {};
  for (const name of namesOf(asked)) {
    const problem = checkField(name, fields[name].trim(), isRequired(name, asked));
    if (problem) problems[name] = problem;
  }
  return Object.freeze(problems);
}

/** Every field that is asked for, in the order it stands on the page. */
export function namesOf({ addresses, ownBilling }: Asked): readonly FieldName[] {
  const address = (form: AddressForm): AddressName[] => ['country', 'fullName', ...form.rows.flat()];
  const billing = ownBilling ? address(addresses.billing).map((name): FieldName => `billing-${name}`) : [];
  return ['email', 'phone', ...address(addresses.shipping), ...billing, 'note'];
}

function isRequired(name: FieldName, { addresses }: Asked): boolean {
  if (name === 'email') return true;
  if (name === 'phone' || name === 'note') return false;
  const isBilling = name.startsWith('billing-');
  const part = name.replace('billing-', '') as AddressName;
  if (part === 'fullName' || part === 'country') return true;
  // A region or a postal code is asked about, not demanded: some true address has none.
  return (
    (part === 'street' || part === 'city') && addresses[isBilling ? 'billing' : 'shipping'].needed.has(part)
  );
}

function checkField(name: FieldName, value: string, required: boolean): FieldProblem | undefined {
  if (!value) return required ? 'required' : undefined;
  if (value.length > (LENGTHS[name] ?? MAX_LENGTH)) return 'long';
  // An international phone number can pass the card check by chance; the server exempts it in the same way.
  if (!(name === 'phone' && value.startsWith('+')) && looksLikeCard(value)) return 'card';
  return name === 'email' && !isEmail(value) ? 'email' : undefined;
}

export const placeOf = (fields: Fields, prefix: '' | 'billing-'): Record<PlaceName, string> =>
  Object.fromEntries(PLACES.map((name) => [name, fields[`${prefix}${name}`]])) as Record<PlaceName, string>;

/** One @, something before it, a dot with something on both sides behind it. Linear; whether it exists only a mail shows. */
export function isEmail(value: string): boolean {
  const at = value.indexOf('@');
  const domain = value.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return at > 0 && at === value.lastIndexOf('@') && dot > 0 && dot < domain.length - 1 && !/\s/.test(value);
}

/** Whether a run of 13 to 19 digits (spaces and dashes between allowed) passes the Luhn check (ISO/IEC 7812-1). */
export function looksLikeCard(value: string): boolean {
  return (value.match(/\d(?:[ -]?\d){12,18}/g) ?? []).some((run) => luhn(run.replace(/[ -]/g, '')));
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const twice = digit * 2;
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** What an order says of its buyer. */
export interface BuyerWire {
  readonly buyer: WireBuyer;
  readonly address: WireAddress;
  readonly billing?: WireAddress;
  readonly note?: string;
}

/** The fields as the wire wants them; absent rather than empty. */
export function toWire(fields: Fields, asked: Asked = ASKED): BuyerWire {
  const f = trimmed(fields);
  return {
    buyer: { email: f.email, ...(f.phone && { phone: f.phone }) },
    address: addressWire(f, '', asked.addresses.shipping),
    ...(asked.ownBilling && { billing: addressWire(f, 'billing-', asked.addresses.billing) }),
    ...(f.note && { note: f.note }),
  };
}

function addressWire(fields: Fields, prefix: '' | 'billing-', form: AddressForm): WireAddress {
  const place = asksOnly(fields, prefix, form);
  return {
    full_name: fields[`${prefix}fullName`],
    street_address: place.street,
    ...(place.extended && { extended_address: place.extended }),
    ...(place.city && { address_locality: place.city }),
    ...(place.region && { address_region: place.region }),
    ...(place.postalCode && { postal_code: place.postalCode }),
    address_country: fields[`${prefix}country`],
  };
}

/** What was typed for another country and is not asked for in this one stays behind. A wallet's address says what it says. */
function asksOnly(fields: Fields, prefix: '' | 'billing-', form: AddressForm): Record<PlaceName, string> {
  const place = placeOf(fields, prefix);
  if (form.country !== fields[`${prefix}country`]) return place;
  for (const name of PLACES) if (!asks(form, name)) place[name] = '';
  return place;
}

/** The fields as gateways want them for 3-D Secure: the address for the bill. */
export function toBilling(fields: Fields, asked: Asked = ASKED): BillingContact {
  const f = trimmed(fields);
  const prefix = asked.ownBilling ? 'billing-' : '';
  const place = asksOnly(f, prefix, asked.addresses[asked.ownBilling ? 'billing' : 'shipping']);
  return {
    email: f.email,
    ...(f.phone && { phone: f.phone }),
    fullName: f[`${prefix}fullName`],
    lines: place.extended ? [place.street, place.extended] : [place.street],
    city: place.city,
    ...(place.region && { region: place.region }),
    ...(place.postalCode && { postalCode: place.postalCode }),
    country: f[`${prefix}country`],
  };
}

const trimmed = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([k, v]: [string, string]) => [k, v.trim()]),
  ) as unknown as Fields;
