/** Spanish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'many' | 'other'> = {
  'product.soldout': 'Agotado',
  'product.from': 'desde {price}',
  'product.choose': 'Elegir {option}',
  'product.failed': 'No se ha podido cargar este producto.',
};

export default words;
