/** The catalogue of a running server, as its handlers see it. */
import type { Shelf } from './search.js';

export interface LiveCatalog {
  /** Where it is kept; only what is kept in the database can be changed by the admin API. */
  readonly kept: 'database' | 'file' | 'function';
  /** Reads all of the source now. @throws TypeError that names what is wrong with it. */
  readonly load: () => Promise<void>;
  /** Before products are shown. @throws StoreError `catalog_failed` */
  readonly fresh: () => Promise<void>;
  /** Before these are priced. @throws StoreError `catalog_failed` */
  readonly freshItems: (skus: readonly string[]) => Promise<void>;
  /** All products, ready to be searched. */
  readonly shelf: () => Promise<Shelf>;
}
