// Three outputs from the JavaScript in build/:
//   dist/src, dist/components   npm modules: one file per module, readable, dependencies left to the package manager
//   dist/cdn                    the script tag: everything bundled and minified, what is seldom needed in lazy chunks;
//                               and once more as one classic file
//   dist/sandbox                the sandbox gateway's own pages: one readable script each
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { relative, resolve as resolvePath } from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { handOver } from './scripts/hand-over/plugin.mjs';
import { leanLit } from './scripts/lean-lit/plugin.mjs';
import { unclobbered } from './scripts/unclobbered/plugin.mjs';

const pkg = JSON.parse(readFileSync('package.json', 'utf8'));

const present = (file) => {
  if (!existsSync(file)) throw new Error(`${file} does not exist, but package.json or this file promises it`);
  return file;
};

/** Every module that package.json exports: what is not exported and not imported does not ship. */
const exported = Object.values(pkg.exports)
  .map((entry) => entry.default)
  .filter((path) => /^\.\/dist\/(src|components)\//.test(path ?? ''))
  .flatMap((path) => {
    const pattern = path.replace('./dist/', 'build/');
    if (!pattern.includes('*')) return [present(pattern)];
    return globSync(pattern);
  });

const programs = Object.values(pkg.bin).map((path) => present(path.replace('dist/', 'build/')));

const isDependency = (id) =>
  id.startsWith('node:') ||
  Object.keys({ ...pkg.dependencies, ...pkg.peerDependencies }).some(
    (name) => id === name || id.startsWith(`${name}/`),
  );

/** Rollup's warnings are errors here, but for what a dependency does in its own files. */
const onwarn = (warning) => {
  const places = [warning.loc?.file, warning.id, ...(warning.ids ?? [])].join();
  if (places.includes('node_modules')) return;
  throw new Error(warning.message);
};

// package.json's sideEffects names the files of dist/; read for build/ it would drop every customElements.define().
const resolve = { ignoreSideEffectsForRoot: true };

/** What each chunk of the script tag build is made of and imports: for size.mjs, preloading and SRI. */
const chunkManifest = () => ({
  name: 'chunk-manifest',
  generateBundle(_, files) {
    const chunks = Object.values(files).filter((file) => file.type === 'chunk');
    const entries = chunks.map(({ fileName, facadeModuleId, imports, dynamicImports, modules, code }) => [
      fileName,
      {
        source: facadeModuleId && relative('build', facadeModuleId).replace(/^\.\.\//, ''),
        modules: Object.keys(modules).map((id) => relative('.', id).replace(/^build\//, '')),
        imports,
        dynamicImports: [...new Set(dynamicImports)],
        bytes: Buffer.byteLength(code),
        integrity: `sha384-${createHash('sha384').update(code).digest('base64')}`,
      },
    ]);
    const source = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
    this.emitFile({ type: 'asset', fileName: 'manifest.json', source });
  },
});

/** What errors say to those who program with them is nothing to a script tag's page. */
const shortErrors = () => ({
  name: 'short-errors',
  resolveId(source, from) {
    return source.endsWith('/error-texts.js') ? this.resolve(source.replace('.js', '-short.js'), from) : null;
  },
});

const entry = resolvePath('build/components/cdn.js');

/**
 * What loads by itself, apart from the checkout: a gateway, a language, an element for the merchant, and of the checkout what
 * not every shopper needs.
 */
const apart =
  /\/src\/(gateways\/[^/]+|locale|address)\/|\/security\/card-watch|\/checkout\/(express|place\.|(order|departure|address|part|consents|summary|secure-message)-view|order-watch|departure)|\/(components|api)\/catalog|\/components\/cart\/|\/components\/store-(reports|label-editor|theme-editor|evidence)/;

/**
 * Few requests: one file for the shop, the entry; one for everything of the checkout, one for product and catalog, one for each
 * thing that loads apart.
 */
function chunkOf(id, { getModuleInfo }) {
  const reach = (ids, met = new Set()) => {
    for (const next of ids) if (!met.has(next)) reach(getModuleInfo(next).importedIds, met.add(next));
    return met;
  };
  const core = reach([entry]).add(entry);
  // define.ts passes them on, but only the checkout and the catalogue fire them.
  if (id.endsWith('/components/catalog/events.js')) return 'catalog';
  if (id.endsWith('/components/checkout/events.js')) return 'checkout';
  if (core.has(id)) return 'store-elements';
  const lazy = (from) => [...from].flatMap((each) => getModuleInfo(each).dynamicallyImportedIds);
  const begin = lazy(core).filter((each) => !apart.test(each));
  const first = reach(begin);
  const checkout = reach([...begin, ...lazy(first).filter((each) => !apart.test(each))]);
  if (checkout.has(id)) return 'checkout';
  const shelf = reach(lazy(core).filter((each) => /\/(components|api)\/catalog/.test(each)));
  return shelf.has(id) ? 'catalog' : undefined;
}

/** Gives a lazy chunk a name one can recognise in a network panel: `stripe-…js`, not `browser-…js`; `de-shop-…js`. */
const chunkName = ({ name, facadeModuleId }) => {
  const gateway = /gateways\/([^/]+)\/browser\.js$/.exec(facadeModuleId ?? '')?.[1];
  const language = /locale\/([^/]+\/[^/]+)\.js$/.exec(facadeModuleId ?? '')?.[1].replace('/', '-');
  return `chunks/${gateway ?? language ?? name}-[hash:7].js`;
};

const modules = {
  input: Object.fromEntries(
    [...exported, ...programs].map((file) => [file.replace(/^build\/|\.js$/g, ''), file]),
  ),
  external: isDependency,
  plugins: [nodeResolve(resolve)],
  onwarn,
  output: {
    dir: 'dist',
    format: 'es',
    preserveModules: true,
    // npm never packs a folder called node_modules, so the few bundled libraries (the gateways' loaders) get another.
    entryFileNames: ({ name }) =>
      `${name.replace(/^build\//, '').replace(/^.*node_modules\//, 'vendor/')}.js`,
  },
};

/** Without `sequences`: fewer bytes before they are compressed, more after. */
const minify = () =>
  terser({
    ...{ module: true, ecma: 2022, format: { comments: false } },
    compress: { passes: 3, inline: 1, sequences: false },
  });

const forPages = (...more) => [
  shortErrors(),
  nodeResolve({ ...resolve, browser: true, exportConditions: ['production'] }),
  minifyTemplateLiterals({ exclude: ['**/node_modules/**'], failOnError: true }),
  leanLit(),
  unclobbered(),
  ...more,
  minify(),
];

const cdn = {
  input: {
    'store-elements': entry,
    evidence: present('build/components/evidence.js'),
    reports: present('build/components/reports.js'),
    'theme-editor': present('build/components/theme-editor.js'),
    'label-editor': present('build/components/label-editor.js'),
  },
  plugins: [...forPages(handOver('store-elements.js')), chunkManifest()],
  onwarn,
  output: {
    dir: 'dist/cdn',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: chunkName,
    manualChunks: chunkOf,
    // Bytes without a use: nobody looks at the namespaces of our own chunks.
    generatedCode: { preset: 'es2015', symbols: false },
    freeze: false,
  },
};

/** The words of a language other than English: the classic file, too, loads them from the chunks. */
const words = /\/src\/locale\/[\w-]+\/[\w-]+\.js$/;

/** The chunk that holds a module; asked when `cdn` has been written. */
const chunkWith = (id) => {
  const chunks = JSON.parse(readFileSync('dist/cdn/manifest.json', 'utf8'));
  const module = relative('build', id);
  const [file] = Object.entries(chunks).find(([, { modules }]) => modules.includes(module));
  return `./${file}`;
};

/** For pages that can't load modules: all in one file, in English. */
const classic = {
  input: { 'store-elements.classic': present('build/components/classic.js') },
  external: (id, _from, resolved) => resolved && words.test(id),
  plugins: forPages(),
  onwarn,
  output: {
    ...{ dir: 'dist/cdn', format: 'iife', inlineDynamicImports: true, entryFileNames: '[name].js' },
    paths: (id) => (words.test(id) ? chunkWith(id) : id),
  },
};

/** Alone: a page that is only watched, or counted, must not load the shop for it. */
const alone = ['page-watch', 'analytics'].map((name) => ({
  input: { [name]: present(`build/components/${name}.js`) },
  plugins: [nodeResolve({ ...resolve, browser: true }), unclobbered(), minify()],
  onwarn,
  // The page watch is for a plain script tag, which runs before all others: it must leave no names to them.
  output: { dir: 'dist/cdn', format: name === 'page-watch' ? 'iife' : 'es', entryFileNames: '[name].js' },
}));

/** The gallery's page, which does not ship: elements and scripted stores in one graph, so that a state can be anything. */
const gallery = {
  input: ['gallery', 'card'].map((name) => present(`build/demo/gallery/${name}.js`)),
  plugins: [nodeResolve({ ...resolve, browser: true, exportConditions: ['production'] }), unclobbered()],
  onwarn,
  output: {
    dir: 'build/gallery',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
};

const sandbox = ['sandbox', 'frame', 'challenge'].map((name) => ({
  input: present(`build/src/gateways/sandbox/service/browser/${name}.js`),
  plugins: [nodeResolve({ ...resolve, browser: true }), unclobbered()],
  onwarn,
  output: {
    dir: 'dist/sandbox',
    format: 'iife',
    entryFileNames: '[name].js',
    name: 'StoreSandbox',
    exports: 'auto',
  },
}));

export default [modules, cdn, classic, ...alone, gallery, ...sandbox];

/** The type declarations that belong beside the npm modules, and the one style sheet for a plain <link>. */
export const declarations = () => [
  ...globSync('build/{src,components}/**/*.d.ts').map((file) => [file, file.replace(/^build/, 'dist')]),
  ...globSync('components/styles/store-elements.css').map((file) => [file, 'dist/cdn/store-elements.css']),
];
