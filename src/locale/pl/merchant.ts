/** Polish. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'few' | 'many' | 'other'> = {
  'evidence.times.one': '{count} raz',
  'evidence.times.few': '{count} razy',
  'evidence.times.many': '{count} razy',
  'evidence.times.other': '{count} raza',
};

export default words;
