// The house rules as a check: who may import whom (the table below), no circles, no server library in the browser,
// and a warning for files that grew long. Type-only imports count: a file should be readable without what is above it.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The first zone whose pattern fits a file is its zone. */
const zones = [
  ['ground', /^src\/(money|errors|error-texts|error-texts-short|env|browser-env|observable|version)\.ts$/],
  ['gateway contract', /^src\/gateways\/(gateway|page-sources|claim)\.ts$/],
  ['gateway server contract', /^src\/gateways\/(gateway-server|signature)\.ts$/],
  ['gateway tools', /^src\/gateways\/load-script\.ts$/],
  ['gateway list', /^src\/gateways\/[^/]+\.ts$/],
  ['gateway server', /^src\/gateways\/([^/]+)\/(server|index|server-[^/]+)\.ts$/],
  ['gateway service page', /^src\/gateways\/([^/]+)\/service\/browser\//],
  ['gateway service', /^src\/gateways\/([^/]+)\/service\//],
  ['gateway shapes', /^src\/gateways\/([^/]+)\/(shapes|cards|protocol|amounts|sources|claims)\.ts$/],
  ['gateway browser', /^src\/gateways\/([^/]+)\//],
  ['api', /^src\/api\//],
  ['locale', /^src\/locale\//],
  ['analytics', /^src\/analytics\//],
  ['address', /^src\/address\//],
  ['cart', /^src\/cart\//],
  ['catalog', /^src\/catalog\//],
  ['security', /^src\/security\//],
  ['checkout', /^src\/checkout\//],
  ['server', /^src\/server\//],
  ['cli', /^src\/cli\//],
  ['conformance browser', /^src\/conformance\/browser\.ts$/],
  ['conformance', /^src\/conformance\//],
  ['store', /^src\/[^/]+\.ts$/],
  ['element parts', /^components\/([^/]+\/|events\.ts$)/],
  ['element', /^components\/store-[^/]+\.ts$/],
  ['define', /^components\/[^/]+\.ts$/],
];

/** What a zone may import besides itself; a gateway's zones reach only their own folder. */
const ground = ['ground'];
const base = [...ground, 'api', 'gateway contract', 'locale'];
const shop = [...base, 'address', 'cart', 'catalog', 'security', 'checkout', 'store', 'gateway list'];
const mayImport = {
  ground,
  'gateway contract': ground,
  'gateway server contract': [...ground, 'gateway contract', 'api'],
  'gateway list': [...ground, 'gateway contract', 'gateway browser'],
  'gateway tools': [...ground, 'gateway contract'],
  'gateway shapes': [...ground, 'gateway contract'],
  'gateway browser': [...ground, 'gateway contract', 'gateway shapes', 'gateway tools'],
  'gateway service page': [...ground, 'gateway contract', 'gateway shapes'],
  'gateway service': [...ground, 'gateway server contract', 'gateway shapes'],
  'gateway server': [
    ...[...ground, 'api', 'gateway contract', 'gateway server contract'],
    ...['gateway shapes', 'gateway service'],
  ],
  api: [...ground, 'gateway contract'],
  locale: ground,
  address: ground,
  cart: base,
  catalog: base,
  security: [...base, 'gateway shapes'],
  checkout: [...base, 'address', 'cart', 'security'],
  store: shop,
  analytics: shop,
  server: [...ground, 'address', 'api', 'gateway contract', 'gateway server contract', 'gateway server'],
  cli: [
    ...ground,
    'api',
    'security',
    'gateway shapes',
    'gateway contract',
    'gateway server contract',
    'gateway server',
    'server',
  ],
  'conformance browser': [...ground, 'gateway contract'],
  conformance: [...ground, 'api', 'checkout', 'gateway contract', 'gateway server contract', 'server'],
  'element parts': shop,
  element: [...shop, 'element parts'],
  define: [...shop, 'analytics', 'element parts', 'element', 'gateway browser'],
};

/** Zones that run on a server only, and what only they may import from npm or from Node. */
const onServer = new Set([
  ...['gateway server contract', 'gateway server', 'gateway service'],
  ...['server', 'cli', 'conformance'],
]);
const serverLibrary = /^(node:|(zod|hono|kysely|pg|yaml|stripe|square|@hono\/node-server)(\/|$))/;

const files = globSync('{src,components}/**/*.ts').sort();
const problems = [];

const zoneOf = (file) => zones.find(([, pattern]) => pattern.test(file))?.[0];
const gatewayOf = (file) => /^src\/gateways\/([^/]+)\//.exec(file)?.[1];

const graph = new Map();
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length - 1;
  if (lines > 300)
    console.warn(`warning: ${file} has ${lines} lines; has it one subject, and does its head say which?`);

  // Elsewhere a transaction that lost against another would not be begun again.
  if (file.startsWith('src/server/') && !file.startsWith('src/server/db/') && /\.transaction\(\)/.test(text))
    problems.push(`${file}: transactions begin with transact() (src/server/db/transact.ts)`);

  const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const relative = names.filter((name) => name.startsWith('.'));
  const zone = zoneOf(file);
  if (!zone) {
    problems.push(`${file}: no zone in scripts/check-house.mjs fits this file`);
    continue;
  }
  for (const name of names) {
    if (serverLibrary.test(name) && !onServer.has(zone)) {
      problems.push(`${file} is for browsers (${zone}) and must not import ${name}`);
    }
  }
  const targets = relative.map((name) => join(dirname(file), name).replace(/\.js$/, '.ts'));
  graph.set(file, targets);
  for (const target of targets) {
    const problem = breach(file, zone, target);
    if (problem) problems.push(problem);
  }
}

function breach(file, zone, target) {
  if (!files.includes(target))
    return `${file} imports ${target}, which does not exist or lies outside src/ and components/`;
  const other = zoneOf(target);
  if (zone === 'element' && other === 'element') {
    return `${file} imports ${target}: elements never import each other`;
  }
  const strangers = gatewayOf(file) && gatewayOf(target) && gatewayOf(file) !== gatewayOf(target);
  if (strangers) return `${file} imports ${target}: a gateway never imports another`;
  if (zone === other || mayImport[zone].includes(other)) return undefined;
  return `${file} (${zone}) must not import ${target} (${other})`;
}

/** Depth first; a file met again while it is still open closes a circle. */
const state = new Map();
function visit(file, path) {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    problems.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    return;
  }
  state.set(file, 'open');
  for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
  state.set(file, 'done');
}
for (const file of files) visit(file, []);

if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`the house is in order: ${files.length} files`);
