/** Dutch. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'other'> = {
  'product.soldout': 'Uitverkocht',
  'product.from': 'vanaf {price}',
  'product.choose': 'Kies {option}',
  'product.failed': 'Dit product kon niet worden geladen.',
};

export default words;
