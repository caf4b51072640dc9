/**
 * Admin keys: whoever holds one may see every order and give money back. Several may hold at once, so that one can be
 * replaced without a gap. Only their hashes stay in memory; a key is never written down, logged or compared letter by letter.
 */
import { randomBytes } from 'node:crypto';
import { StoreError } from '../../errors.js';
import { sameSecret, sha256 } from '../ids.js';
import { isList, need } from '../option-checks.js';

/** `store_admin_` and 32 random bytes in base64url. No other key of the store or of a gateway looks like one. */
export type AdminKey = `store_admin_${string}`;

/** A new one. Keep it where secrets are kept, and give it to the server as one of `adminKeys`. */
export const newAdminKey = (): AdminKey => `store_admin_${randomBytes(32).toString('base64url')}`;

const FORM = /^store_admin_([A-Za-z0-9_-]{43})$/;

/** Their hashes. @throws TypeError for a key that somebody could guess, or that is a key of something else (PCI-9). */
export function adminKeyHashes(keys: readonly string[] = []): readonly string[] {
  need(isList(keys), 'adminKeys', 'must be a list of keys.');
  return keys.map((key) => {
    const [, secret = ''] = FORM.exec(key) ?? [];
    // 43 random letters of 64 have about 31 different ones; what was typed by hand or repeated has fewer.
    need(
      new Set(secret).size >= 16,
      'adminKeys',
      'must hold keys as newAdminKey() makes them: "store_admin_" and 43 random characters.',
    );
    return sha256(key);
  });
}

/** @throws StoreError `access_refused`, the same whether the key is missing, malformed or wrong. */
export function requireAdmin(request: Request, hashes: readonly string[]): void {
  const [, key = ''] =
    /^Bearer (store_admin_[A-Za-z0-9_-]{43})$/.exec(request.headers.get('authorization') ?? '') ?? [];
  const given = sha256(key);
  // All are compared, so that the time says nothing of which.
  const fits = hashes.filter((hash) => sameSecret(hash, given)).length > 0;
  if (!fits) throw new StoreError('access_refused');
}
