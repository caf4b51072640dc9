/** Hebrew. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'one' | 'two' | 'other'> = {
  'product.soldout': 'אזל מהמלאי',
  'product.from': 'החל מ־{price}',
  'product.choose': 'בחירת {option}',
  'product.failed': 'לא ניתן היה לטעון את המוצר.',
};

export default words;
