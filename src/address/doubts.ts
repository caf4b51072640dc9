/** What an address may mean, and what may be wrong with it. Pure. */
import { asks, type AddressForm, type Doubt, type Place, type PlaceName, type Region } from './form.js';

/** Never about what has to be there everywhere. */
export function doubtsIn(form: AddressForm, place: Place): Readonly<Partial<Record<PlaceName, Doubt>>> {
  const doubts: Partial<Record<PlaceName, Doubt>> = {};
  for (const name of ['region', 'postalCode'] as const)
    if (asks(form, name) && form.needed.has(name) && !place[name].trim()) doubts[name] = 'missing';
  const code = plainCode(place.postalCode);
  if (code && asks(form, 'postalCode') && form.postal && !form.postal.pattern.test(code))
    doubts.postalCode = 'postal';
  return doubts;
}

/** The region of the list that is meant: by its value or its name, however it is written. */
export function regionOf({ regions }: AddressForm, text: string): Region | undefined {
  const wanted = plain(text);
  return regions.find(({ value, label }) => plain(value) === wanted || plain(label) === wanted);
}

export const plain = (text: string): string =>
  text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Digits of other widths and dashes of other lengths are the same to a postman. */
const plainCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212\u30fc]/gu, '-')
    .trim()
    .toUpperCase();
