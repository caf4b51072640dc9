/** German. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'one' | 'other'> = {
  'evidence.times.one': '{count}-mal',
  'evidence.times.other': '{count}-mal',
};

export default words;
