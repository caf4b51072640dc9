/** Brazilian Portuguese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'many' | 'other'> = {
  'product.soldout': 'Esgotado',
  'product.from': 'a partir de {price}',
  'product.choose': 'Escolher {option}',
  'product.failed': 'Não foi possível carregar este produto.',
};

export default words;
