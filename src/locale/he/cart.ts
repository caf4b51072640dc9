/** Hebrew. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'two' | 'other'> = {
  'cart.quantity': 'הכמות של {title}',
  'cart.more': '{title}: הוספת יחידה',
  'cart.less': '{title}: הפחתת יחידה',
  'cart.remove': 'הסרת {title}',
  'cart.remove.short': 'הסרה',
  'cart.removed': '{title} הוסר מהסל שלך.',
  'cart.each': '{price} ליחידה',
};

export default words;
