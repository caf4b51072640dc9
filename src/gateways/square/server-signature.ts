/**
 * Square's signatures: base64 of HMAC-SHA256 over the notification URL, as it stands in the subscription, and the raw body
 * (developer.squareup.com/docs/webhooks/step3validate). There is no time in it, so an old message is told by its event id
 * alone. Verification throws; the SDK's helper answers with a promise of a boolean, which is true to whoever forgets to wait.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { StoreError } from '../../errors.js';

export interface SquareSignatureRules {
  /** Any of them may match, so that a key can be replaced without a gap. */
  readonly keys: readonly string[];
  /** From the configuration, never from the request: behind a proxy that is another one (WH-6). */
  readonly notificationUrl: string;
}

/**
 * Returns the index of the key that matched.
 * @throws StoreError `callback_refused` if the signature is not one over exactly this address and these bytes.
 */
export function verifySquare(header: string | null, body: Uint8Array, rules: SquareSignatureRules): number {
  if (!rules.keys.length || rules.keys.some((key) => !key) || !rules.notificationUrl)
    throw new RangeError('A signature key and the notification URL are needed, and neither may be empty.');
  // Base64 of 32 bytes in its one spelling: lenient decoding would take others for it.
  if (header === null || !/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(header))
    throw refused('it has no signature');
  const given = Buffer.from(header, 'base64');
  // Every key is tried, and in constant time: how long it takes says nothing.
  const matches = rules.keys.map((key) => timingSafeEqual(digest(key, rules.notificationUrl, body), given));
  const index = matches.indexOf(true);
  if (index < 0) throw refused('no signature matches');
  return index;
}

const digest = (key: string, url: string, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(url).update(body).digest();

const refused = (why: string): StoreError => new StoreError('callback_refused', `Refused because ${why}.`);
