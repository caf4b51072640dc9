/** German. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'other'> = {
  'product.soldout': 'Ausverkauft',
  'product.from': 'ab {price}',
  'product.choose': '{option} wählen',
  'product.failed': 'Dieses Produkt konnte nicht geladen werden.',
};

export default words;
