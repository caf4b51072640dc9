/** Arabic. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'> = {
  'cart.quantity': 'الكمية من {title}',
  'cart.more': '{title}: زيادة واحد',
  'cart.less': '{title}: إنقاص واحد',
  'cart.remove': 'إزالة {title}',
  'cart.remove.short': 'إزالة',
  'cart.removed': 'أُزيل {title} من سلتك.',
  'cart.each': '{price} للقطعة',
};

export default words;
