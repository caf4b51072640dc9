/** The sandbox's test cards: what each does. Any date ahead and any security code of the right length go with them. */
import type { CardField, SandboxCard } from './shapes.js';

export type Behaviour =
  | { readonly does: 'pay' }
  | { readonly does: 'decline'; readonly code: string }
  /** Asks the shopper to prove who they are; accepted it pays, refused it declines. */
  | { readonly does: 'challenge' }
  /** Answers "processing" and pays a little later. */
  | { readonly does: 'process' }
  /** Pays, but the answer never comes: only the callback tells. */
  | { readonly does: 'hang' }
  /** Answers 503 and charges nothing. */
  | { readonly does: 'fail' };

export interface TestCard {
  readonly number: string;
  readonly label: string;
  readonly behaviour: Behaviour;
}

const decline = (number: string, code: string, label: string): TestCard => ({
  number,
  label,
  behaviour: { does: 'decline', code },
});

export const TEST_CARDS: readonly TestCard[] = Object.freeze([
  { number: '4242424242424242', label: 'paid', behaviour: { does: 'pay' } },
  { number: '5555555555554444', label: 'paid (Mastercard)', behaviour: { does: 'pay' } },
  { number: '378282246310005', label: 'paid (American Express)', behaviour: { does: 'pay' } },
  decline('4000000000000002', 'card_declined', 'declined'),
  decline('4000000000009995', 'insufficient_funds', 'declined: not enough money'),
  decline('4000000000000069', 'expired_card', 'declined: expired'),
  decline('4000000000000127', 'incorrect_cvc', 'declined: wrong security code'),
  { number: '4000000000003220', label: '3-D Secure challenge', behaviour: { does: 'challenge' } },
  { number: '4000000000000077', label: 'processing, paid a little later', behaviour: { does: 'process' } },
  { number: '4000000000000259', label: 'paid, but the answer never comes', behaviour: { does: 'hang' } },
  { number: '4000000000000341', label: 'gateway down, nothing charged', behaviour: { does: 'fail' } },
]);

/** Any other valid number pays. */
export const behaviourOf = (digits: string): Behaviour =>
  TEST_CARDS.find(({ number }) => number === digits)?.behaviour ?? { does: 'pay' };

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** By prefix (ISO/IEC 7812), as far as a mark in the form needs it. */
export function brandOf(digits: string): 'visa' | 'mastercard' | 'amex' | 'card' {
  if (digits.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'mastercard';
  return /^3[47]/.test(digits) ? 'amex' : 'card';
}

/** How many digits the security code has. */
export const cvcLength = (digits: string): 3 | 4 => (brandOf(digits) === 'amex' ? 4 : 3);

/** The first field that can't be right, at the time given; undefined when all may be. */
export function wrongField({ number, expiry, cvc }: SandboxCard, now: Date): CardField | undefined {
  const digits = digitsOf(number);
  if (digits.length < 13 || digits.length > 19 || !luhn(digits)) return 'number';
  if (!isAhead(expiry, now)) return 'expiry';
  return new RegExp(`^\\d{${cvcLength(digits)}}$`).test(cvc) ? undefined : 'cvc';
}

/** `MM/YY`, this month or later, at most 20 years ahead. */
export function isAhead(expiry: string, now: Date): boolean {
  const match = /^(\d{2})\s*\/\s*(\d{2})$/.exec(expiry.trim());
  const month = Number(match?.[1]);
  const months = (2000 + Number(match?.[2])) * 12 + month - 1;
  const today = now.getUTCFullYear() * 12 + now.getUTCMonth();
  return month >= 1 && month <= 12 && months >= today && months <= today + 240;
}

export function luhn(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((digit, i) => {
    const twice = Number(digit) * 2;
    sum += i % 2 ? (twice > 9 ? twice - 9 : twice) : Number(digit);
  });
  return sum % 10 === 0;
}
