// What the package tells about its own contents, written when everything else of dist/ is there: the integrity of the script
// tag's files (security notes PCI-8, T-21). Nothing here may depend on the time, the machine or the folder: two builds of
// one commit are equal, byte for byte.
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
