/**
 * A gateway that is described, not written: a processor with a payment page of its own and a signed callback. It keeps
 * nothing and asks nobody; what the callback says, the order book compares with the attempt like any other report.
 *
 * @example
 * redirectGateway({
 *   name: 'paymax', title: 'Card or bank, at Paymax', mode: 'live', account: 'm-17',
 *   url: 'https://pay.paymax.example/start', amount: 'decimal',
 *   fields: { merchant: 'm-17', order: '{reference}', amount: '{amount}', currency: '{currency}', back: '{return_url}' },
 *   signature: { algorithm: 'hmac-sha256', secrets: [SECRET], over: ['merchant', 'order', 'amount', 'currency', 'back'], field: 'sig' },
 *   callback: {
 *     signature: { algorithm: 'hmac-sha256', secrets: [SECRET], over: ['order', 'amount', 'currency', 'state', 'at'], field: 'sig' },
 *     fields: { reference: 'order', amount: 'amount', currency: 'currency', status: 'state', time: 'at' },
 *     statuses: { OK: 'paid', FAILED: 'declined', CANCELED: 'canceled' },
 *   },
 * })
 */
import { createHash } from 'node:crypto';
import { StoreError } from '../../errors.js';
import { fromDecimal, isCurrencyCode, money, toDecimal, type Money } from '../../money.js';
import type { Attempt, GatewayEvent, PaymentReport, RawCallback, ServerGateway } from '../gateway-server.js';
import type { RedirectOptions } from './server-options.js';
import { canonicalOf, checkSignature, sign, verify } from './server-signature.js';

export type { CallbackOptions, RedirectOptions } from './server-options.js';
export type { Signature } from './server-signature.js';

/** @throws TypeError for a description that could not work or not protect, with what to change. */
export function redirectGateway(options: RedirectOptions): ServerGateway {
  check(options);
  const { name, mode, title, retrieve, cancel, refund, expiry } = options;
  const hosts = [...new Set([hostOf(options.url), ...(options.hosts ?? [])])];
  return {
    name,
    mode,
    describe: () => ({
      name,
      kind: 'redirect',
      mode,
      frame_origins: [],
      redirect_hosts: hosts,
      settings: title ? { title } : {},
    }),
    // Nothing is asked of the processor: the same attempt makes the same form, however often.
    start: (attempt) =>
      Promise.resolve({
        gatewayPaymentId: null,
        next: {
          type: 'redirect',
          method: options.method ?? 'POST',
          url: fill(options.url, attempt, options, encodeURIComponent),
          fields: fieldsOf(attempt, options),
        },
        report: undefined,
      }),
    retrieve: retrieve ?? (() => Promise.resolve(undefined)),
    verifyCallback: (callback) => [eventOf(callback, options)],
    ...(cancel && { cancel }),
    ...(refund && { refund }),
    ...(expiry !== undefined && { expiry }),
  };
}

const PLACEHOLDERS: Readonly<
  Record<string, (attempt: Attempt, amount: RedirectOptions['amount']) => string>
> = {
  reference: ({ paymentId }) => paymentId,
  order: ({ orderId }) => orderId,
  amount: ({ amount }, format) => (format === 'minor' ? String(amount.amount) : toDecimal(amount)),
  currency: ({ amount }) => amount.currency,
  return_url: ({ returnUrl }) => returnUrl,
  email: ({ buyer }) => buyer?.email ?? '',
  locale: ({ buyer }) => buyer?.locale ?? '',
  created: ({ createdAt }) => String(Math.floor(createdAt.getTime() / 1000)),
};

const fill = (
  template: string,
  attempt: Attempt,
  { amount }: RedirectOptions,
  write = (text: string): string => text,
): string =>
  template.replace(/\{(\w+)\}/g, (_, key: string) => write(PLACEHOLDERS[key]?.(attempt, amount) ?? ''));

function fieldsOf(attempt: Attempt, options: RedirectOptions): Record<string, string> {
  const { fields, signature } = options;
  const filled = Object.fromEntries(
    Object.entries(fields).map(([key, template]) => [key, fill(template, attempt, options)]),
  );
  if (!signature) return filled;
  const over = signature.over.map((key): [string, string] => [key, filled[key] ?? '']);
  return { ...filled, [signature.field]: sign(signature, canonicalOf(signature, over)) };
}

/** Verified first; nothing is looked at before but what the signature needs. */
function eventOf({ headers, body, receivedAt }: RawCallback, options: RedirectOptions): GatewayEvent {
  const { callback } = options;
  const { signature, fields } = callback;
  const read = reader(body, callback.format ?? 'form');
  const given = 'header' in signature ? headers.get(signature.header) : read(signature.field);
  const stamp = signature.timestamp === undefined ? undefined : (headers.get(signature.timestamp) ?? '');
  const signed =
    signature.over === 'body'
      ? Buffer.concat([Buffer.from(stamp === undefined ? '' : `${stamp}.`), body])
      : canonicalOf(
          signature,
          signature.over.map((key) => [key, read(key)]),
        );
  verify(signature, signed, given ?? '');

  const time = stamp ?? (fields.time === undefined ? undefined : read(fields.time));
  const occurredAt = time === undefined ? receivedAt : timeOf(time, receivedAt, callback.tolerance);
  const word = read(fields.status);
  if (!Object.hasOwn(callback.statuses, word))
    throw new StoreError('gateway_settings', `"${options.name}" has no status for the processor's word.`);
  const status = callback.statuses[word] ?? null;
  return {
    // What is signed says what the message is; a repetition is signed alike, or adds nothing.
    eventId:
      fields.eventId === undefined
        ? `signed:${createHash('sha256').update(signed).digest('base64url')}`
        : read(fields.eventId),
    type: word,
    occurredAt,
    report: status === null ? undefined : reportOf(status, read, options),
  };
}

type Read = (name: string) => string;

function reportOf(status: PaymentReport['status'], read: Read, options: RedirectOptions): PaymentReport {
  const { callback, account, mode } = options;
  const { fields, reasons = {} } = callback;
  const reference = read(fields.reference);
  const currency = fields.currency === undefined ? (callback.currency ?? '') : read(fields.currency);
  const reason = fields.reason === undefined || status !== 'declined' ? '' : read(fields.reason);
  return {
    gatewayPaymentId: fields.id === undefined ? reference : read(fields.id),
    reference,
    status,
    amount: amountOf(read(fields.amount), currency, options.amount),
    account: fields.account === undefined ? account : read(fields.account),
    mode,
    declineCode:
      status === 'declined'
        ? ((Object.hasOwn(reasons, reason) ? reasons[reason] : undefined) ?? 'card_declined')
        : null,
    refunded:
      fields.refunded === undefined ? null : amountOf(read(fields.refunded), currency, options.amount),
  };
}

function amountOf(text: string, currency: string, format: RedirectOptions['amount']): Money {
  try {
    if (format === 'decimal') return fromDecimal(text, currency);
    if (/^\d{1,15}$/.test(text)) return money(Number(text), currency);
  } catch {
    // It is signed, but no amount.
  }
  throw refused('it names no amount');
}

function timeOf(text: string, receivedAt: Date, tolerance = 300): Date {
  const at = new Date(Number(text) * 1000);
  const fresh = Math.abs(receivedAt.getTime() - at.getTime()) <= tolerance * 1000;
  if (!/^\d{1,12}$/.test(text) || !fresh) throw refused('its time is too far off');
  return at;
}

/** Reads a field, which must be there once: of two one would be signed and the other one read. */
function reader(body: Uint8Array, format: 'form' | 'json'): Read {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refused('it is no text');
  }
  if (format === 'form') {
    const form = new URLSearchParams(text);
    return (name) => {
      const values = form.getAll(name);
      if (values.length !== 1) throw refused(`"${name}" does not stand in it once`);
      return values[0] ?? '';
    };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused('it is no JSON');
  }
  return (name) => {
    let value = json;
    for (const step of name.split('.'))
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined;
    if (typeof value === 'string') return value;
    // A number is signed as it was written, which only whole ones keep.
    if (Number.isSafeInteger(value)) return String(value);
    throw refused(`"${name}" does not stand in it`);
  };
}

const refused = (why: string): StoreError => new StoreError('callback_refused', `Refused because ${why}.`);

const hostOf = (url: string): string => new URL(url.replace(/\{\w+\}/g, 'x')).host;

function check(options: RedirectOptions): void {
  const say = `redirectGateway("${options.name}")`;
  const need = (holds: boolean, cure: string): void => {
    if (!holds) throw new TypeError(`${say}: ${cure}`);
  };
  const { url, fields, signature, callback, mode, expiry } = options;
  const at = URL.parse(url.replace(/\{\w+\}/g, 'x'));
  const local = at?.protocol === 'http:' && mode === 'test';
  need(at !== null && (at.protocol === 'https:' || local), '`url` must be https (http only in test mode).');
  need(!/^[^/]*\/\/[^/?#]*\{/.test(url), '`url` must have its host written out.');
  for (const template of [url, ...Object.values(fields)])
    for (const [, key = ''] of template.matchAll(/\{(\w+)\}/g))
      need(Object.hasOwn(PLACEHOLDERS, key), `there is no placeholder {${key}}.`);
  need(
    [url, ...Object.values(fields)].some((template) => template.includes('{reference}')),
    '{reference} must be sent, so that callbacks can be told whose they are.',
  );
  if (signature) {
    checkSignature(signature, `${say}: signature`);
    const missing = signature.over.find((key) => !Object.hasOwn(fields, key));
    need(missing === undefined, `the signature is over "${String(missing)}", which is not among the fields.`);
    need(!Object.hasOwn(fields, signature.field), 'the signature would overwrite a field.');
  }
  checkSignature(callback.signature, `${say}: callback.signature`);
  const { over, timestamp } = callback.signature;
  need(timestamp === undefined || over === 'body', 'callback.signature.timestamp goes with `over: "body"`.');
  if (over !== 'body')
    for (const [what, field] of Object.entries(callback.fields))
      need(
        over.includes(field),
        `callback.fields.${what} ("${field}") is not signed, so it must not be believed.`,
      );
  need(
    callback.fields.currency !== undefined || isCurrencyCode(callback.currency),
    'callback.currency is needed where no field names the currency.',
  );
  const { tolerance = 300 } = callback;
  need(tolerance >= 1 && tolerance <= 600, 'callback.tolerance must be 1 to 600 seconds.');
  need(
    expiry === undefined || (Number.isSafeInteger(expiry) && expiry >= 60_000),
    '`expiry` must be 60000 ms or more.',
  );
}
