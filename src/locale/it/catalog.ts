/** Italian. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'many' | 'other'> = {
  'product.soldout': 'Esaurito',
  'product.from': 'da {price}',
  'product.choose': 'Scelga {option}',
  'product.failed': 'Non è stato possibile caricare questo prodotto.',
};

export default words;
