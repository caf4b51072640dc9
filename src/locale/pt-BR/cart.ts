/** Brazilian Portuguese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'many' | 'other'> = {
  'cart.quantity': 'Quantidade de {title}',
  'cart.more': '{title}: mais um',
  'cart.less': '{title}: menos um',
  'cart.remove': 'Remover {title}',
  'cart.remove.short': 'Remover',
  'cart.removed': '{title} foi removido do seu carrinho.',
  'cart.each': '{price} cada',
};

export default words;
