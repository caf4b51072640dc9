/** Dutch. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'cart', 'one' | 'other'> = {
  'cart.quantity': 'Aantal van {title}',
  'cart.more': '{title}: één meer',
  'cart.less': '{title}: één minder',
  'cart.remove': '{title} verwijderen',
  'cart.remove.short': 'Verwijderen',
  'cart.removed': '{title} is uit uw winkelwagen gehaald.',
  'cart.each': '{price} per stuk',
};

export default words;
