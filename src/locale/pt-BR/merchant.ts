/** Brazilian Portuguese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'many' | 'other'> = {
  'evidence.times.one': '{count} vez',
  'evidence.times.many': '{count} de vezes',
  'evidence.times.other': '{count} vezes',
};

export default words;
