/** What the shopper types about themselves, and what is wrong with it. Pure; the server checks again. */
import type { WireAddress, WireBuyer } from '../api/wire.js';
import type { BillingContact } from '../gateways/gateway.js';

export interface Fields {
  readonly email: string;
  readonly phone: string;
  readonly fullName: string;
  readonly street: string;
  readonly extended: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
}

export type FieldName = keyof Fields;

/** A label key `problem.<kind>`. */
export type FieldProblem = 'required' | 'email' | 'long' | 'card';
export type FieldProblems = Readonly<Partial<Record<FieldName, FieldProblem>>>;

export const EMPTY_FIELDS: Fields = Object.freeze({
  email: '', phone: '', fullName: '', street: '', extended: '', city: '', region: '', postalCode: '', country: '',
}); // prettier-ignore

const OPTIONAL: ReadonlySet<FieldName> = new Set(['phone', 'extended', 'region', 'postalCode']);
const MAX_LENGTH = 200;

/** In the order they stand on the page; empty when all is well. */
export function checkFields(fields: Fields): FieldProblems {
  const problems: Partial<Record<FieldName, FieldProblem>> = {};
  for (const name of Object.keys(EMPTY_FIELDS) as FieldName[]) {
    const problem = checkField(name, fields[name].trim());
    if (problem) problems[name] = problem;
  }
  return Object.freeze(problems);
}

function checkField(name: FieldName, value: string): FieldProblem | undefined {
  if (!value) return OPTIONAL.has(name) ? undefined : 'required';
  if (value.length > MAX_LENGTH) return 'long';
  // An international phone number can pass the card check by chance; the server exempts it in the same way.
  if (!(name === 'phone' && value.startsWith('+')) && looksLikeCard(value)) return 'card';
  return name === 'email' && !isEmail(value) ? 'email' : undefined;
}

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

/** The fields as the wire wants them; absent rather than empty. */
export function toWire(fields: Fields): { readonly buyer: WireBuyer; readonly address: WireAddress } {
  const f = trimmed(fields);
  return {
    buyer: { email: f.email, ...(f.phone && { phone: f.phone }) },
    address: {
      full_name: f.fullName,
      street_address: f.street,
      ...(f.extended && { extended_address: f.extended }),
      address_locality: f.city,
      ...(f.region && { address_region: f.region }),
      ...(f.postalCode && { postal_code: f.postalCode }),
      address_country: f.country,
    },
  };
}

/** The fields as gateways want them for 3-D Secure. */
export function toBilling(fields: Fields): BillingContact {
  const f = trimmed(fields);
  return {
    email: f.email,
    ...(f.phone && { phone: f.phone }),
    fullName: f.fullName,
    lines: f.extended ? [f.street, f.extended] : [f.street],
    city: f.city,
    ...(f.region && { region: f.region }),
    ...(f.postalCode && { postalCode: f.postalCode }),
    country: f.country,
  };
}

const trimmed = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([k, v]: [string, string]) => [k, v.trim()]),
  ) as unknown as Fields;
