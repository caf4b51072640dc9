/** Chinese, simplified. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'other'> = {
  'cart.quantity': '{title} 的数量',
  'cart.more': '{title} 增加一件',
  'cart.less': '{title} 减少一件',
  'cart.remove': '移除 {title}',
  'cart.remove.short': '移除',
  'cart.removed': '已从购物车中移除 {title}。',
  'cart.each': '每件 {price}',
};

export default words;
