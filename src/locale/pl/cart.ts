/** Polish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'few' | 'many' | 'other'> = {
  'cart.quantity': 'Liczba sztuk: {title}',
  'cart.more': '{title}: o jedną sztukę więcej',
  'cart.less': '{title}: o jedną sztukę mniej',
  'cart.remove': 'Usuń: {title}',
  'cart.remove.short': 'Usuń',
  'cart.removed': 'Usunięto z koszyka: {title}.',
  'cart.each': '{price} za sztukę',
};

export default words;
