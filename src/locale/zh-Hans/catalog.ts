/** Chinese, simplified. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'catalog', 'other'> = {
  'product.soldout': '售罄',
  'product.from': '{price} 起',
  'product.choose': '选择{option}',
  'product.failed': '无法加载此商品。',
};

export default words;
