// Keeps the script tag small: what a page loads at once, and what a checkout loads on top. Computed from rollup's own
// chunk graph (dist/cdn/manifest.json), each file brotli-compressed by itself, as a CDN would.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const folder = 'dist/cdn';
if (!existsSync(`${folder}/manifest.json`)) {
  console.error(`${folder}/manifest.json does not exist: npm run build`);
  process.exit(1);
}
const chunks = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'));

const names = Object.keys(chunks);

/** What the entry imports, and what that imports. */
const first = new Set(['store-elements.js']);
for (const name of first) chunks[name].imports.forEach((next) => first.add(next));

const checkout = names.filter((name) => /^chunks\/(checkout|sandbox)-/.test(name));
const rest = names.filter((name) => !first.has(name) && !checkout.includes(name));
/** The words of one language for one part. What only the merchant sees may be longer. */
const words = rest.filter((name) => /^src\/locale\/[^/]+\//.test(chunks[name].source));
const others = rest.filter((name) => !words.includes(name));
const forShoppers = words.filter((name) => !chunks[name].source.endsWith('/merchant.js'));
const WORDS_LIMIT = 3_000;

const brotli = (name) => brotliCompressSync(readFileSync(`${folder}/${name}`)).length;
const sum = (files) => [...files].reduce((total, name) => total + brotli(name), 0);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(2)} KB`.padStart(9);

const budgets = [
  { name: 'first load', files: first, limit: 18_000 },
  { name: 'checkout and the sandbox gateway, on top', files: checkout, limit: 20_000 },
  { name: 'everything else, loaded one by one', files: others },
  { name: 'all in one classic file, instead of the above', files: ['store-elements.classic.js'] },
];
let over = false;
for (const { name, files, limit } of budgets) {
  const size = sum(files);
  over ||= limit !== undefined && size > limit;
  const verdict = limit === undefined ? '' : ` of ${kilobytes(limit)}${size > limit ? '  OVER BUDGET' : ''}`;
  console.log(`${kilobytes(size)}${verdict}  ${name}`);
  for (const file of files) console.log(`${' '.repeat(10)}${kilobytes(brotli(file))}  ${file}`);
}
for (const name of forShoppers) {
  if (brotli(name) <= WORDS_LIMIT) continue;
  over = true;
  console.log(`${kilobytes(brotli(name))} of ${kilobytes(WORDS_LIMIT)}  OVER BUDGET  ${name}`);
}
const largest = Math.max(0, ...words.map(brotli));
console.log(
  `${kilobytes(sum(words))}  languages, in ${words.length} chunks of at most ${kilobytes(largest).trim()}`,
);
process.exit(over ? 1 : 0);
