/** Japanese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'other'> = {
  'product.soldout': '売り切れ',
  'product.from': '{price}から',
  'product.choose': '{option}を選択',
  'product.failed': 'この商品を読み込めませんでした。',
};

export default words;
