/** What both halves of the Stripe adapter agree on: addresses, settings, which key is which, and what a decline means. */

/** The only origin Stripe.js may come from. */
export const STRIPE_ORIGIN = 'https://js.stripe.com';

/** Stripe.js and the API move together, in named trains; this is the one the pinned API version belongs to. */
export const STRIPE_SCRIPT = `${STRIPE_ORIGIN}/endive/stripe.js`;

/** A key a page may hold: a secret one does not fit. */
export type PublishableKey = `pk_${'test' | 'live'}_${string}`;

/** The mode of a key the page may hold; undefined for a secret key, or anything else. */
export const publishableMode = (key: string): 'test' | 'live' | undefined =>
  /^pk_(test|live)_\w+$/.exec(key)?.[1] as 'test' | 'live' | undefined;

export const isPublishable = (key: string): key is PublishableKey => publishableMode(key) !== undefined;

/**
 * Stripe's decline and error codes (docs.stripe.com/declines/codes) that tell a shopper what to do. Lost, stolen, fraudulent
 * and the like are not told apart: Stripe asks to show them as a plain decline.
 */
const DECLINES = {
  insufficient_funds: 'insufficient_funds',
  expired_card: 'expired_card',
  invalid_expiry_month: 'expired_card',
  invalid_expiry_year: 'expired_card',
  incorrect_cvc: 'incorrect_cvc',
  invalid_cvc: 'incorrect_cvc',
  incorrect_number: 'incorrect_number',
  invalid_number: 'incorrect_number',
  authentication_required: 'authentication_failed',
  authentication_not_handled: 'authentication_failed',
  payment_intent_authentication_failure: 'authentication_failed',
  card_velocity_exceeded: 'limit_exceeded',
  withdrawal_count_limit_exceeded: 'limit_exceeded',
  amount_too_large: 'limit_exceeded',
  card_not_supported: 'not_supported',
  currency_not_supported: 'not_supported',
  payment_method_not_available: 'not_supported',
  transaction_not_allowed: 'not_supported',
  issuer_not_available: 'try_again_later',
  processing_error: 'try_again_later',
  reenter_transaction: 'try_again_later',
  try_again_later: 'try_again_later',
} as const;

/** Our label for the reason. The issuer's own word (`decline_code`) says more than Stripe's (`code`). */
export function declineOf(error: {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
}): (typeof DECLINES)[keyof typeof DECLINES] | 'card_declined' {
  for (const code of [error.decline_code, error.code])
    if (code && Object.hasOwn(DECLINES, code)) return DECLINES[code as keyof typeof DECLINES];
  return 'card_declined';
}
