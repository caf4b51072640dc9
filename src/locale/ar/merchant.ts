/** Arabic. Not yet read by a native speaker. */
import type { Translation } from '../parts.js';

// prettier-ignore
const words: Translation<'merchant', 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'> = {
  'evidence.times.zero': 'ولا مرة',
  'evidence.times.one': 'مرة واحدة',
  'evidence.times.two': 'مرتان',
  'evidence.times.few': '{count} مرات',
  'evidence.times.many': '{count} مرة',
  'evidence.times.other': '{count} مرة',
};

export default words;
