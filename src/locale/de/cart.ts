/** German. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'other'> = {
  'cart.quantity': 'Menge von {title}',
  'cart.more': '{title}: eins mehr',
  'cart.less': '{title}: eins weniger',
  'cart.remove': '{title} entfernen',
  'cart.remove.short': 'Entfernen',
  'cart.removed': '{title} wurde aus Ihrem Warenkorb genommen.',
  'cart.each': 'je {price}',
};

export default words;
