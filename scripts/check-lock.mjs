// A lockfile that lacks optional platform packages makes `npm ci` stop with EUSAGE, and one that names a registry's
// addresses binds everybody to that registry. Finds both without a network.
import { readFileSync } from 'node:fs';

// The second is the example's in Next, which only its test installs.
const LOCKS = [
  'package-lock.json',
  'tools/examples/next/package-lock.json',
  'tools/examples/hosts/package-lock.json',
];

function problemsOf(lock) {
  const { packages } = JSON.parse(readFileSync(lock, 'utf8'));

  const resolves = (from, dependency) => {
    for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('node_modules/') - 1, 0))) {
      if (packages[`${base ? `${base}/` : ''}node_modules/${dependency}`]) return true;
      if (!base) return false;
    }
  };

  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((dependency) => !resolves(path, dependency))
      .map((dependency) => `not in ${lock}: ${dependency}, wanted by ${path || 'the root'}`),
  );
  const remote = Object.entries(packages)
    .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
    .map(([path]) => `${lock} names an address: ${path}`);
  console.log(`${lock}: ${Object.keys(packages).length} packages`);
  return [...missing, ...remote];
}

const problems = LOCKS.flatMap(problemsOf);
if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
