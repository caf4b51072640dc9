/** Japanese. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'other'> = {
  'evidence.times.other': '{count}回',
};

export default words;
