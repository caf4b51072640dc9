/** Hebrew. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'two' | 'other'> = {
  'evidence.times.one': 'פעם אחת',
  'evidence.times.two': 'פעמיים',
  'evidence.times.other': '{count} פעמים',
};

export default words;
