/** Polish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'few' | 'many' | 'other'> = {
  'product.soldout': 'Wyprzedane',
  'product.from': 'od {price}',
  'product.choose': 'Wybierz: {option}',
  'product.failed': 'Nie udało się wczytać tego produktu.',
};

export default words;
