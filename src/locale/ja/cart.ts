/** Japanese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'other'> = {
  'cart.quantity': '{title}の数量',
  'cart.more': '{title}を1つ増やす',
  'cart.less': '{title}を1つ減らす',
  'cart.remove': '{title}を削除',
  'cart.remove.short': '削除',
  'cart.removed': '{title}をカートから削除しました。',
  'cart.each': '1点 {price}',
};

export default words;
