/** Arabic. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'> = {
  'product.soldout': 'نفدت الكمية',
  'product.from': 'من {price}',
  'product.choose': 'اختر {option}',
  'product.failed': 'تعذر تحميل هذا المنتج.',
};

export default words;
