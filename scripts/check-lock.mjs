// A lockfile that lacks optional platform packages makes `npm ci` stop with EUSAGE, and one that names a registry's
// addresses binds everybody to that registry. Finds both without a network.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const resolves = (from, dependency) => {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('node_modules/') - 1, 0))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${dependency}`]) return true;
    if (!base) return false;
  }
};

const missing = Object.entries(packages).flatMap(([path, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((dependency) => !resolves(path, dependency))
    .map((dependency) => `not in package-lock.json: ${dependency}, wanted by ${path || 'the root'}`),
);
const remote = Object.entries(packages)
  .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
  .map(([path]) => `names an address: ${path}`);

if (missing.length || remote.length) {
  console.error([...missing, ...remote].join('\n'));
  process.exit(1);
}
console.log(`package-lock.json is complete: ${Object.keys(packages).length} packages`);
