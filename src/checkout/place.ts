/**
 * What a checkout knows of addresses, a chunk of its own: how they are written, and what of one prices depend on. No more of it
 * is sent before the order.
 */
import type { StoreConfig } from '../api/types.js';
import type { WireAddress } from '../api/wire.js';
import type { Cart, CartSnapshot, DeliveryChoice } from '../cart/cart.js';
import { toWire, type Asked, type FieldProblems, type Fields } from './fields.js';

export { regionOf } from '../address/doubts.js';
export { doubtFields } from './doubts.js';
export { addressForm, countriesIn, suggestEmail } from '../address/index.js';

/** Has the cart priced for the address as it would be ordered to. A code that is still being `typed` is not. */
export function priceFor(
  asked: Asked & { readonly fields: Fields; readonly config: StoreConfig | undefined },
  cart: Cart,
  typed?: string,
): void {
  const { fields, config, addresses } = asked;
  const { postal, country } = addresses.shipping;
  if (typed && !postal?.pattern.test(typed.trim())) return;
  const { address } = toWire(fields, asked);
  // What was typed for another country says nothing of this one.
  const place = country === fields.country ? address : { address_country: fields.country };
  cart.setDelivery(choiceFor(config, place, cart.get().delivery));
}

/** The way of delivery stays as long as the country does; whether it is offered there the server says. */
export function choiceFor(
  config: Pick<StoreConfig, 'pricesBy'> | undefined,
  { address_country: country, address_region: region, postal_code: postalCode }: Partial<WireAddress>,
  before: DeliveryChoice,
): DeliveryChoice {
  const by = config?.pricesBy ?? [];
  return {
    country: country || undefined,
    ...(by.includes('region') && region && { region }),
    ...(by.includes('postal_code') && postalCode && { postalCode }),
    optionId: country === before.country ? before.optionId : undefined,
  };
}

/** What the server has to know before it can price the order. */
export function neededIn({ messages, status }: CartSnapshot): FieldProblems {
  const needs = (code: string): boolean =>
    status === 'priced' && messages.some((message) => message.code === code);
  return {
    ...(needs('region_needed') && { region: 'required' as const }),
    ...(needs('postal_code_needed') && { postalCode: 'required' as const }),
  };
}
