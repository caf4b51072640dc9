/** What both halves of the Square adapter agree on: addresses, settings, which id is of which mode, what a decline means. */

/** Where Square's script and card frame come from (developer.squareup.com/docs/web-payments/content-security-policy). */
export const SQUARE_ORIGINS = {
  test: 'https://sandbox.web.squarecdn.com',
  live: 'https://web.squarecdn.com',
} as const;

/** What the server half tells the page of itself. Nothing here is a secret. */
export interface SquareSettings extends Readonly<Record<string, string>> {
  readonly application_id: string;
  readonly location_id: string;
}

/** The mode of an application's id; undefined for a token, an application's secret, or anything else. */
export function applicationMode(id: string): 'test' | 'live' | undefined {
  const prefix = /^(sandbox-sq0idb-|sq0idp-)[\w-]+$/.exec(id)?.[1];
  return prefix === undefined ? undefined : prefix === 'sq0idp-' ? 'live' : 'test';
}

/** Location ids are short and without punctuation; access tokens and secrets are neither. */
export const isLocation = (id: string): boolean => /^[A-Z0-9]{5,32}$/.test(id) && !id.startsWith('EAAA');

/**
 * Square's codes (developer.squareup.com/reference/square/enums/ErrorCode) that tell a shopper what to do. What only says that
 * the issuer did not want to is `card_declined`.
 */
const DECLINES = {
  INSUFFICIENT_FUNDS: 'insufficient_funds',
  GIFT_CARD_AVAILABLE_AMOUNT: 'insufficient_funds',
  BAD_EXPIRATION: 'expired_card',
  CARD_EXPIRED: 'expired_card',
  EXPIRATION_FAILURE: 'expired_card',
  INVALID_EXPIRATION: 'expired_card',
  INVALID_EXPIRATION_DATE: 'expired_card',
  INVALID_EXPIRATION_YEAR: 'expired_card',
  CVV_FAILURE: 'incorrect_cvc',
  VERIFY_CVV_FAILURE: 'incorrect_cvc',
  INVALID_ACCOUNT: 'incorrect_number',
  INVALID_CARD: 'incorrect_number',
  INVALID_CARD_DATA: 'incorrect_number',
  PAN_FAILURE: 'incorrect_number',
  CARD_DECLINED_VERIFICATION_REQUIRED: 'authentication_failed',
  AMOUNT_TOO_HIGH: 'limit_exceeded',
  PAYMENT_LIMIT_EXCEEDED: 'limit_exceeded',
  TRANSACTION_LIMIT: 'limit_exceeded',
  CARD_NOT_SUPPORTED: 'not_supported',
  PAYMENT_SOURCE_NOT_ENABLED_FOR_TARGET: 'not_supported',
  UNSUPPORTED_CARD_BRAND: 'not_supported',
  UNSUPPORTED_INSTRUMENT_TYPE: 'not_supported',
  UNSUPPORTED_SOURCE_TYPE: 'not_supported',
  TEMPORARY_ERROR: 'try_again_later',
} as const;

/** Our label for the reason. Several codes can stand together; the first that says something counts. */
export function declineOf(
  codes: readonly string[],
): (typeof DECLINES)[keyof typeof DECLINES] | 'card_declined' {
  for (const code of codes) if (Object.hasOwn(DECLINES, code)) return DECLINES[code as keyof typeof DECLINES];
  return 'card_declined';
}
