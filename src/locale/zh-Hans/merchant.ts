/** Chinese, simplified. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'other'> = {
  'evidence.times.other': '{count} 次',
};

export default words;
