import type { Translation } from '../parts.js';

const words: Translation<'shop', 'one' | 'other'> = {
  'cart.add': 'In den Warenkorb',
};
export default words;
