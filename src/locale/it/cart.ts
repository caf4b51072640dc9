/** Italian. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'many' | 'other'> = {
  'cart.quantity': 'Quantità di {title}',
  'cart.more': '{title}: uno in più',
  'cart.less': '{title}: uno in meno',
  'cart.remove': 'Rimuovi {title}',
  'cart.remove.short': 'Rimuovi',
  'cart.removed': '{title} è stato tolto dal suo carrello.',
  'cart.each': '{price} cad.',
};

export default words;
