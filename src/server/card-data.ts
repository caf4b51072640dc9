/**
 * Finds what looks like card data, so that it can be refused before it is logged or kept (PCI DSS 3.3, 3.4; security
 * notes PCI-3). A card number is 13–19 digits, in groups or not, with a brand's prefix and length and a right Luhn sum.
 * Other scripts' digits count too. This is a net for mistakes and mischief, not the reason no card data comes here: that
 * is the gateway's own frame.
 */

/** Brand prefixes, from–to (both of the same number of digits), and the lengths the brand issues. */
const BRANDS: readonly (readonly [from: number, to: number, lengths: readonly number[]])[] = [
  [4, 4, [13, 16, 18, 19]], // Visa
  [51, 55, [16]], // Mastercard
  [2221, 2720, [16]],
  [34, 34, [15]], // American Express
  [37, 37, [15]],
  [6011, 6011, [16, 17, 18, 19]], // Discover
  [644, 659, [16, 17, 18, 19]],
  [300, 305, [14, 15, 16, 17, 18, 19]], // Diners Club
  [3095, 3095, [14, 15, 16, 17, 18, 19]],
  [36, 36, [14, 15, 16, 17, 18, 19]],
  [38, 39, [14, 15, 16, 17, 18, 19]],
  [3528, 3589, [16, 17, 18, 19]], // JCB
  [62, 62, [16, 17, 18, 19]], // UnionPay
  [81, 81, [16, 17, 18, 19]],
  [2200, 2204, [16, 17, 18, 19]], // Mir
  [60, 60, [16]], // RuPay
  [508, 508, [16]],
  [5018, 5018, [13, 14, 15, 16, 17, 18, 19]], // Maestro
  [5020, 5020, [13, 14, 15, 16, 17, 18, 19]],
  [5038, 5038, [13, 14, 15, 16, 17, 18, 19]],
  [5893, 5893, [13, 14, 15, 16, 17, 18, 19]],
  [6304, 6304, [13, 14, 15, 16, 17, 18, 19]],
  [6759, 6763, [13, 14, 15, 16, 17, 18, 19]],
];

/** Names of fields no honest request to a store has, without separators and in lower case. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  'cardnumber', 'cardno', 'ccnumber', 'ccnum', 'creditcard', 'creditcardnumber', 'pan', 'cvc', 'cvc2', 'cvv', 'cvv2',
  'ccv', 'csc', 'cardcvc', 'cardcvv', 'cardcode', 'securitycode', 'cardsecuritycode', 'track1', 'track2', 'trackdata',
]); // prettier-ignore

/**
 * Fields that hold identifiers. Letters next to the digits mean that they belong to the identifier (hexadecimal, base64,
 * a sku); in free text they do not (`visa4111…`).
 */
const OPAQUE_KEYS: ReadonlySet<string> = new Set(['id', 'option_id', 'quote_hash', 'token', 'gateway']);

/** Digits with at most three spaces, dashes, dots or underscores between them. */
const RUN = /(?<!\d)\d(?:[\s\p{Pd}._\u2212\u00b7]{0,3}\d){12,}/gu;

/** Whether `name` is a field name for account data: `cvc`, `card_number`, `cardNumber`, … */
export const isCardField = (name: string): boolean =>
  FORBIDDEN_KEYS.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''));

/** Whether the text holds a card number. `opaque`: digits that touch a letter are part of an identifier. */
export function hasCardNumber(text: string, kind: 'text' | 'opaque' = 'text'): boolean {
  const plain = plainDigits(text);
  for (const match of plain.matchAll(RUN)) {
    const [run] = match;
    if (kind === 'opaque') {
      const around = plain.charAt(match.index - 1) + plain.charAt(match.index + run.length);
      if (/[A-Za-z0-9]/.test(around)) continue;
    }
    if (runHasCardNumber(run)) return true;
  }
  return false;
}

/**
 * The path (`$.buyer.email`) of the first thing in a parsed JSON value that looks like card data: a field name, a text,
 * or a number. Undefined if there is none. Depth is the caller's to bound.
 */
export function findCardData(value: unknown, path = '$', key = ''): string | undefined {
  if (typeof value === 'string') return isCardText(value, key) ? path : undefined;
  if (typeof value === 'number') return hasCardNumber(String(value)) ? path : undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findCardData(item, `${path}[${index}]`, key);
      if (found) return found;
    }
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    // A name that is a number would tell it in the path.
    if (hasCardNumber(name)) return path;
    if (isCardField(name)) return `${path}.${name}`;
    const found = findCardData(item, `${path}.${name}`, name);
    if (found) return found;
  }
  return undefined;
}

function isCardText(text: string, key: string): boolean {
  // E.164 allows 15 digits; what is longer is no phone number, plus or not.
  if (key === 'phone' && /^\s*\+[\d\s().-]+$/.test(text) && text.replace(/\D/g, '').length <= 15)
    return false;
  return hasCardNumber(text, OPAQUE_KEYS.has(key) ? 'opaque' : 'text');
}

/** Tries every group's start with every length, since an expiry date or a code may stand right behind the number. */
function runHasCardNumber(run: string): boolean {
  const digits = run.replace(/\D/gu, '');
  let position = 0;
  let wasDigit = false;
  for (const char of run) {
    const isDigit = char >= '0' && char <= '9';
    if (isDigit && !wasDigit && startsCardNumber(digits, position)) return true;
    if (isDigit) position += 1;
    wasDigit = isDigit;
  }
  return false;
}

function startsCardNumber(digits: string, at: number): boolean {
  for (const [from, to, lengths] of BRANDS) {
    const prefix = Number(digits.slice(at, at + String(from).length));
    if (prefix < from || prefix > to) continue;
    if (lengths.some((length) => at + length <= digits.length && luhn(digits.slice(at, at + length))))
      return true;
  }
  return false;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** Full-width, Arabic, Devanagari … digits as 0–9, and invisible characters (zero-width space, soft hyphen) left out. */
function plainDigits(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?![0-9])\p{Nd}/gu, (char) => {
      // Unicode keeps the ten digits of a script together and in order, so 0 is at most nine places before.
      const code = char.codePointAt(0) ?? 0;
      let value = 0;
      while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
      return String(value);
    });
}
