/**
 * Signatures over named fields. What is signed is written so that no two messages look alike: with fields simply strung
 * together, `amount=1, order=23` and `amount=12, order=3` would have one signature.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { StoreError } from '../../errors.js';

export interface Signature {
  readonly algorithm: 'hmac-sha256' | 'hmac-sha512';
  /** At least 16 characters. Signed with the first, verified with any, so that one can be replaced without a gap. */
  readonly secrets: readonly string[];
  /** Default `hex`. */
  readonly encoding?: 'hex' | 'base64' | 'base64url';
  /**
   * How named fields are written. Default `query`: `name=value&name=value`, percent-encoded, in the order of `over`.
   * `{ join: '|' }`: values with something between; a value that holds it is refused. `{ join: '', ambiguous: true }`: values
   * strung together, for processors that demand it: who can choose one field may shift characters into the next, so that
   * amount, currency and reference must not stand next to one they can choose.
   */
  readonly canonical?: 'query' | { readonly join: string } | { readonly join: ''; readonly ambiguous: true };
}

/** @throws TypeError for what could never protect anything. */
export function checkSignature(signature: Signature, where: string): void {
  const { algorithm, secrets, canonical } = signature;
  if (!['hmac-sha256', 'hmac-sha512'].includes(algorithm))
    throw new TypeError(`${where}: the algorithm must be hmac-sha256 or hmac-sha512.`);
  if (!secrets.length || secrets.some((secret) => secret.length < 16))
    throw new TypeError(`${where}: at least one secret is needed, and none of less than 16 characters.`);
  if (typeof canonical === 'object' && canonical.join === '' && !('ambiguous' in canonical))
    throw new TypeError(`${where}: fields strung together are ambiguous; say so with "ambiguous: true".`);
}

/**
 * The bytes that are signed.
 * @throws StoreError `callback_refused` if a value holds what stands between values.
 */
export function canonicalOf(
  { canonical = 'query' }: Signature,
  pairs: readonly (readonly [name: string, value: string])[],
): Uint8Array {
  if (canonical === 'query')
    return Buffer.from(new URLSearchParams(pairs.map(([n, v]) => [n, v])).toString());
  const { join } = canonical;
  if (join && pairs.some(([, value]) => value.includes(join)))
    throw new StoreError('callback_refused', 'A value holds what stands between values.');
  return Buffer.from(pairs.map(([, value]) => value).join(join));
}

/** With the first secret. */
export const sign = (signature: Signature, bytes: Uint8Array): string =>
  digest(signature, signature.secrets[0] ?? '', bytes);

/** @throws StoreError `callback_refused` unless one of the secrets made it. Takes as long whatever is wrong. */
export function verify(signature: Signature, bytes: Uint8Array, given: string): void {
  const { secrets, encoding = 'hex' } = signature;
  const sent = Buffer.from(encoding === 'hex' ? given.toLowerCase() : given);
  const fits = secrets.map((secret) => {
    const right = Buffer.from(digest(signature, secret, bytes));
    return sent.length === right.length && timingSafeEqual(sent, right);
  });
  if (!fits.includes(true)) throw new StoreError('callback_refused', 'No signature matches.');
}

const digest = ({ algorithm, encoding = 'hex' }: Signature, secret: string, bytes: Uint8Array): string =>
  createHmac(algorithm.slice('hmac-'.length), secret).update(bytes).digest(encoding);
