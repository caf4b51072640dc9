// What the package tells about its own contents, written when everything else of dist/ is there: integrity of the script tag's
// files, licences of the libraries in it, a bill of materials (security notes PCI-8, T-21). Nothing here may depend on the
// time, the machine or the folder: two builds of one commit are equal, byte for byte.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const write = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** `dist/cdn/sri.json`: for each file a page can load from there, what belongs into `integrity`. */
export function writeIntegrity(folder, to) {
  const files = globSync(`${folder}/**/*`)
    .filter((file) => statSync(file).isFile() && !file.endsWith('.json'))
    .sort()
    .map((file) => {
      const hash = createHash('sha384').update(readFileSync(file)).digest('base64');
      return [relative(folder, file).replaceAll('\\', '/'), `sha384-${hash}`];
    });
  write(to, { version: json('package.json').version, files: Object.fromEntries(files) });
}

/** The minified files carry no comments, and their libraries' licences ask to be passed on. */
export function writeLicenses(libraries, to) {
  const texts = libraries.map((folder) => {
    const { name, version, license } = json(`${folder}/package.json`);
    const [file] = globSync(`${folder}/LICEN{S,C}E*`);
    if (!file) throw new Error(`${name} is bundled, and has no licence to pass on`);
    return `${name} ${version} (${license})\n\n${readFileSync(file, 'utf8').trim()}\n`;
  });
  writeFileSync(to, `Libraries that are bundled into files of this folder.\n\n${texts.join('\n\n')}`);
}

/**
 * CycloneDX, from the lock: what comes along with the package, and the libraries bundled into it. Not by `npm sbom`, which
 * leaves out a dependency that a development tool happens to share (zod), and tells the time and npm's own version.
 */
export function writeSbom(libraries, to) {
  const { name, version, license, description } = json('package.json');
  const { packages } = json('package-lock.json');
  const bundled = libraries.map((folder) => /node_modules\/(?!.*node_modules\/).*$/.exec(folder)[0]);

  const needs = new Map();
  const visit = (path, more = []) => {
    if (needs.has(path)) return;
    const wanted = Object.keys(packages[path].dependencies ?? {}).map((each) =>
      resolved(packages, path, each),
    );
    needs.set(path, [...new Set([...wanted, ...more])].sort());
    needs.get(path).forEach((each) => visit(each));
  };
  visit('', bundled);

  const own = { 'bom-ref': `${name}@${version}`, type: 'library', name, version, description };
  const refOf = (path) => (path ? refs.get(path)['bom-ref'] : own['bom-ref']);
  const refs = new Map(
    [...needs.keys()].filter(Boolean).map((path) => [path, component(path, packages[path], bundled)]),
  );
  write(to, {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    ...{ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 },
    metadata: { component: { ...own, purl: purl(name, version), licenses: [{ license: { id: license } }] } },
    components: [...refs.keys()].sort().map((path) => refs.get(path)),
    dependencies: [...needs.keys()].sort().map((path) => ({
      ref: refOf(path),
      dependsOn: needs.get(path).map(refOf),
    })),
  });
}

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function component(path, { version, license, integrity }, bundled) {
  const name = path.replace(/^.*node_modules\//, '');
  const [, hash] = integrity.split('-');
  return {
    ...{ 'bom-ref': `${name}@${version}`, type: 'library', name, version, scope: 'required' },
    purl: purl(name, version),
    hashes: [{ alg: 'SHA-512', content: Buffer.from(hash, 'base64').toString('hex') }],
    licenses: [{ license: { id: license } }],
    ...(bundled.includes(path) && { properties: [{ name: 'store-elements:bundled', value: 'true' }] }),
  };
}

/** Where in the lock a package finds a dependency of its own: beside it, or in a folder above. */
function resolved(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('node_modules/') - 1, 0))) {
    const path = `${base ? `${base}/` : ''}node_modules/${name}`;
    if (packages[path]) return path;
    if (!base) throw new Error(`package-lock.json has no ${name}, which ${from || 'the package'} needs`);
  }
}
