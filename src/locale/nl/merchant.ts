/** Dutch. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'other'> = {
  'evidence.times.one': '{count} keer',
  'evidence.times.other': '{count} keer',
};

export default words;
