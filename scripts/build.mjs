// Builds everything: TypeScript → build/ (what the tests run on), then rollup → dist/ (what ships) and the manifest.
//   node scripts/build.mjs               all of it; exit code 1 when there are type errors, but builds all the same
//   node scripts/build.mjs --compile     only build/
//   node scripts/build.mjs --if-needed   nothing when the last build is newer than every source; forgives type errors
// Outputs are overwritten in place and left-overs removed afterwards, so that a running demo never sees an empty dist/.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeDoors } from './doors.mjs';
import { writeFrameworks } from './framework-types.mjs';
import { writeIntegrity, writeLicenses, writeSbom } from './supply-chain.mjs';

const has = (option) => process.argv.includes(option);
const sources = ['src', 'components', 'demo', 'test'];
const stamp = 'build/.built';

/** Files of these folders that are no TypeScript (style sheets, pages, pictures); they move along unchanged. */
const assets = (folders) =>
  folders.flatMap((folder) =>
    globSync(`${folder}/**/*`, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );

function upToDate() {
  if (!existsSync(stamp) || !existsSync('dist')) return false;
  const built = statSync(stamp).mtimeMs;
  const makers = [
    '*.json',
    '*.config.mjs',
    'scripts/{build,doors,framework-types,supply-chain,walk}.mjs',
    'scripts/{hand-over,lean-lit,unclobbered}/*',
  ];
  return globSync([...sources.map((folder) => `${folder}/**`), ...makers])
    .filter((path) => path !== 'custom-elements.json')
    .every((path) => statSync(path).mtimeMs < built);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** tsc, then what tsc leaves: other files, and outputs whose source is gone. */
function compile() {
  const { status } = spawnSync('tsc', { stdio: 'inherit', shell: true });
  const files = assets(sources);
  for (const file of files) copy(file, `build/${file}`);
  for (const file of globSync(sources.map((folder) => `build/${folder}/**/*.*`))) {
    if (statSync(file).isDirectory()) continue;
    const source = file.slice('build/'.length);
    const compiled = source.replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts');
    if (!existsSync(source) && !existsSync(compiled)) rmSync(file);
  }
  return status === 0;
}

/** The folder of the library that a bundled module belongs to, or undefined for our own. */
const library = (id) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0];

/** The HTTP contract as a file, from the same tables and schemas that the server answers with. */
async function writeContract(to) {
  const from = (name) => import(`../build/src/server/${name}.js`);
  const [{ openApi }, { ROUTES }, { createSchemas }] = await Promise.all(
    ['openapi', 'routes', 'schemas'].map(from),
  );
  const document = openApi(ROUTES, createSchemas({ countries: [] }), '/store');
  writeFileSync(to, `${JSON.stringify(document)}\n`);
}

/** The ready themes as plain style sheets, from the table that the theme editor starts from. */
async function writeThemes(folder) {
  const from = (name) => import(`../build/components/theme-editor/${name}.js`);
  const [{ THEMES }, { toCss }] = await Promise.all(['themes', 'sheet'].map(from));
  return Object.entries(THEMES).map(([name, values]) => {
    const file = `${folder}/${name}.css`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, toCss(values, [`store-elements, theme "${name}": tokens, nothing else.`]));
    return file;
  });
}

async function bundle() {
  writeDoors();
  const { rollup } = await import('rollup');
  const { default: configs, declarations } = await import('../rollup.config.mjs');
  const kept = new Set();
  const libraries = new Set();
  for (const { output, ...input } of configs) {
    const made = await rollup(input);
    for (const file of (await made.write(output)).output) {
      kept.add(`${output.dir}/${file.fileName}`);
      for (const id of Object.keys(file.modules ?? {})) libraries.add(library(id));
    }
    await made.close();
  }
  for (const [from, to] of [
    ...declarations(),
    ...assets(['src', 'components']).map((file) => [file, `dist/${file}`]),
  ]) {
    copy(from, to);
    kept.add(to);
  }
  // At the same place beside build/src as beside dist/src, so that the sandbox finds its pages from both.
  if (existsSync('dist/sandbox')) cpSync('dist/sandbox', 'build/sandbox', { recursive: true });
  await writeContract('dist/openapi.json');
  for (const file of await writeThemes('dist/cdn/themes')) kept.add(file);
  const told = { licenses: 'third-party-licenses.txt', sbom: 'sbom.json', integrity: 'cdn/sri.json' };
  for (const file of ['openapi.json', ...Object.values(told)]) kept.add(`dist/${file}`);
  for (const file of writeFrameworks()) kept.add(file);
  for (const file of globSync('dist/**/*.*')) {
    if (!kept.has(file) && statSync(file).isFile()) rmSync(file);
  }
  const bundled = [...libraries].filter(Boolean).sort();
  writeLicenses(bundled, `dist/${told.licenses}`);
  writeSbom(bundled, `dist/${told.sbom}`);
  writeIntegrity('dist/cdn', `dist/${told.integrity}`);
}

function manifest() {
  const { status } = spawnSync('cem analyze --quiet', { stdio: 'inherit', shell: true });
  return status === 0;
}

if (has('--if-needed') && upToDate()) process.exit(0);
const began = performance.now();
let ok = compile();
if (!has('--compile')) {
  ok = manifest() && ok;
  const failure = await bundle().catch((error) => error);
  if (failure) console.error(`rollup: ${failure.message}`);
  ok &&= !failure;
  if (!failure) writeFileSync(stamp, '');
}
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.error(ok ? `built in ${seconds} s` : `built in ${seconds} s, with errors`);
process.exit(ok || (has('--if-needed') && upToDate()) ? 0 : 1);
