/** Spanish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'many' | 'other'> = {
  'cart.quantity': 'Cantidad de {title}',
  'cart.more': '{title}: uno más',
  'cart.less': '{title}: uno menos',
  'cart.remove': 'Quitar {title}',
  'cart.remove.short': 'Quitar',
  'cart.removed': 'Se ha quitado {title} de su carrito.',
  'cart.each': '{price} por unidad',
};

export default words;
