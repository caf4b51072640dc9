/** French. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'many' | 'other'> = {
  'evidence.times.one': '{count} fois',
  'evidence.times.many': '{count} de fois',
  'evidence.times.other': '{count} fois',
};

export default words;
