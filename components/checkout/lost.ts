/** What kept a part of the page from being loaded or drawn, as an error of ours. */
import { isStoreError, StoreError } from '../../src/errors.js';

export const lost = (cause: unknown): StoreError =>
  isStoreError(cause)
    ? cause
    : new StoreError('network_failed', 'A part of the page could not be loaded.', { cause });
