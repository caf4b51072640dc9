/** French. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'many' | 'other'> = {
  'cart.quantity': 'Quantité de {title}',
  'cart.more': '{title} : un de plus',
  'cart.less': '{title} : un de moins',
  'cart.remove': 'Retirer {title}',
  'cart.remove.short': 'Retirer',
  'cart.removed': '{title} a été retiré de votre panier.',
  'cart.each': '{price} l’unité',
};

export default words;
