/** Italian. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'many' | 'other'> = {
  'evidence.times.one': '{count} volta',
  'evidence.times.many': '{count} di volte',
  'evidence.times.other': '{count} volte',
};

export default words;
