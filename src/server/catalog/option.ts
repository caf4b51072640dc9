/** The option that says where the products come from. */
import { need } from '../option-checks.js';
import type { CatalogJson } from './json.js';

/** What a function is asked for. */
export interface CatalogQuery {
  /** Only products with one of these skus are needed, because a cart is priced or an order is placed. None: all products. */
  readonly skus?: readonly string[];
}

/**
 * Answers with products as they are now, in the form of a catalogue file. For `skus` the answer is never kept: each quote and
 * each order asks anew, and a sku that is missing is not sold. The list of all is asked for at most every 30 seconds. What it
 * returns is checked; when it throws, takes more than 10 seconds, or a product is at fault, nothing is priced (503 `catalog_failed`,
 * and the log says why). `stock` counts pieces ordered here as well, until they are paid back: leave it out if your own system
 * keeps count.
 */
export type CatalogFunction = (
  query: CatalogQuery,
  signal: AbortSignal,
) => Promise<CatalogJson> | CatalogJson;

export type CatalogOption = string | URL | CatalogFunction;

/** @throws TypeError if it is no source. */
export function checkCatalogOption(option: CatalogOption | undefined): CatalogOption | undefined {
  const known = option === undefined || typeof option === 'function' || option instanceof URL;
  need(
    known || (typeof option === 'string' && option !== ''),
    'catalog',
    'must be the path of a JSON or YAML file, or a function.',
  );
  return option;
}
