// Lists the words that languages lack, as `language part key English`: node scripts/labels.mjs [language …]
// Ends with 1 when any is missing. Reads build/: node scripts/build.mjs --compile
import { ENGLISH } from '../build/src/locale/english.js';
import { keysOf, PARTS } from '../build/src/locale/keys.js';
import { LANGUAGES } from '../build/src/locale/resolve.js';
import { TABLES } from '../build/src/locale/tables.js';

const wanted = process.argv.slice(2);
const languages = LANGUAGES.filter((each) => each !== 'en' && (!wanted.length || wanted.includes(each)));
let missing = 0;
for (const language of languages) {
  for (const part of PARTS) {
    const table = (await TABLES[language]?.[part]?.())?.default ?? {};
    for (const [key, english] of keysOf(ENGLISH[part], language)) {
      if (key in table) continue;
      missing++;
      console.log([language, part, key, english].join('\t'));
    }
  }
}
console.error(
  missing ? `${missing} words are missing` : `no word is missing in ${languages.length} languages`,
);
process.exit(missing ? 1 : 0);
