/**
 * Signatures of the form `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<raw body>`. The sandbox signs so, and Stripe
 * does (docs.stripe.com/webhooks/signature). Verification throws; there is no boolean and no promise that a caller could
 * forget to look at. A timestamp from the future is refused like an old one: Stripe's own SDK accepts it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { StoreError } from '../errors.js';

export interface SignatureRules {
  /** Any of them may match, so that a secret can be replaced without a gap. */
  readonly secrets: readonly string[];
  readonly now: Date;
  /** Seconds a message may be old, or ahead: 1…600. Default 300. */
  readonly tolerance?: number;
}

const MAX_HEADER = 2000;

/**
 * Returns the index of the secret that matched.
 * @throws StoreError `callback_refused` if no signature over exactly these bytes matches, or the time is off.
 * @throws RangeError if the rules themselves are wrong: no secret, or a tolerance outside 1…600 s.
 */
export function verifyTimestamped(header: string | null, body: Uint8Array, rules: SignatureRules): number {
  const { secrets, now, tolerance = 300 } = rules;
  if (!(tolerance >= 1 && tolerance <= 600))
    throw new RangeError('The tolerance must be 1 to 600 seconds; it can’t be switched off.');
  if (!secrets.length || secrets.some((s) => !s))
    throw new RangeError('At least one webhook secret is needed, and none may be empty.');
  const { time, signatures } = parse(header);
  // Put so that an invalid date refuses too.
  const fresh = Math.abs(now.getTime() / 1000 - Number(time)) <= tolerance;
  if (!fresh) throw refused('its time is too far off');
  const index = secrets.findIndex((secret) => {
    const expected = digest(secret, time, body);
    // Every signature is compared, and in constant time: how long it takes says nothing.
    return signatures.map((signature) => timingSafeEqual(expected, signature)).includes(true);
  });
  if (index < 0) throw refused('no signature matches');
  return index;
}

/** Signs as the sandbox does. */
export function signTimestamped(body: Uint8Array, secret: string, now: Date): string {
  const time = String(Math.floor(now.getTime() / 1000));
  return `t=${time},v1=${digest(secret, time, body).toString('hex')}`;
}

const digest = (secret: string, time: string, body: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${time}.`).update(body).digest();

/** Other schemes in the header (v0, later ones) are passed over; two times, or none, are not. */
function parse(header: string | null): { readonly time: string; readonly signatures: readonly Buffer[] } {
  if (typeof header !== 'string' || !header || header.length > MAX_HEADER)
    throw refused('it has no signature');
  const parts = header.split(',').map((part): readonly [string, string] => {
    const at = part.indexOf('=');
    return [part.slice(0, at), part.slice(at + 1)];
  });
  const times = parts.flatMap(([name, value]) => (name === 't' ? [value] : []));
  const signatures = parts.flatMap(([name, value]) =>
    name === 'v1' && /^[0-9a-f]{64}$/.test(value) ? [Buffer.from(value, 'hex')] : [],
  );
  const [time] = times;
  if (times.length !== 1 || time === undefined || !/^\d{1,12}$/.test(time) || !signatures.length)
    throw refused('its signature is malformed');
  return { time, signatures };
}

const refused = (why: string): StoreError => new StoreError('callback_refused', `Refused because ${why}.`);
