// One door per element that registers it alone: `import 'store-elements/define/store-cart'`. Written into build/ before
// rollup runs, because each is the same four lines.
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

/** store-cart-button → StoreCartButton */
export const classOf = (tag) => tag.replace(/(^|-)(\w)/g, (_, _dash, letter) => letter.toUpperCase());

export const tags = () =>
  globSync('components/store-*.ts')
    .map((file) => basename(file, '.ts'))
    .sort();

/** What brings the events' types along: declarations import the files that fill the DOM event map. */
export const eventTypes = (root) =>
  globSync('components/{,*/}events.ts')
    .map((file) => `import '${root}${file.replace(/^components\/|\.ts$/g, '')}.js';\n`)
    .sort()
    .join('');

export function writeDoors(folder = 'build/components/define') {
  mkdirSync(folder, { recursive: true });
  const events = eventTypes('../');
  for (const tag of tags()) {
    const name = classOf(tag);
    writeFileSync(
      `${folder}/${tag}.js`,
      `/** Registers \`<${tag}>\`. Doing so twice is harmless. */
import { register } from '../base/register.js';
import { ${name} } from '../${tag}.js';

register({ '${tag}': ${name} });

export { ${name} };
`,
    );
    writeFileSync(`${folder}/${tag}.d.ts`, `${events}export { ${name} } from '../${tag}.js';\n`);
  }
}
