/** French. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'many' | 'other'> = {
  'product.soldout': 'Épuisé',
  'product.from': 'à partir de {price}',
  'product.choose': 'Choisir {option}',
  'product.failed': 'Ce produit n’a pas pu être chargé.',
};

export default words;
