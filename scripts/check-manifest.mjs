// An element that is registered but not described, or the reverse, misleads every editor and every reader. Compares
// components/store-*.ts, the table in components/define.ts and custom-elements.json, and wants a sentence for each thing.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const files = globSync('components/store-*.ts').map((file) => basename(file, '.ts'));
/** What registers: all of the shop's elements, and the merchant's own. */
const define = ['define', 'evidence', 'reports', 'theme-editor', 'label-editor']
  .map((name) => `components/${name}.ts`)
  .filter((file) => existsSync(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const problems = [];

/** Lit's and the platform's own methods, which are described elsewhere. */
const lifecycle =
  /^(constructor|createRenderRoot|render|update|updated|firstUpdated|willUpdate|shouldUpdate|getUpdateComplete|(connected|disconnected|adopted|attributeChanged|connectedMove)Callback|form\w+Callback)$/;

for (const tag of files) {
  const module = modules.find(({ path }) => path === `dist/components/${tag}.js`);
  const element = module?.declarations?.find(({ tagName }) => tagName === tag);
  if (!new RegExp(`['"]${tag}['"]`).test(define))
    problems.push(`none of the files that register names ${tag}`);
  if (!element) {
    problems.push(`components/${tag}.ts: its class comment needs "@tag ${tag}"`);
    continue;
  }
  if (!element.description && !element.summary)
    problems.push(`components/${tag}.ts: the class has no sentence`);
  const own = ({ inheritedFrom, static: isStatic }) => !inheritedFrom && !isStatic;
  const wanted = {
    property: element.members
      ?.filter(({ kind, name }) => kind === 'field' || !lifecycle.test(name))
      .filter(own),
    slot: element.slots,
    part: element.cssParts,
    token: element.cssProperties,
    state: element.cssStates,
    event: element.events?.filter(own),
  };
  for (const [kind, things] of Object.entries(wanted)) {
    for (const { name, description } of things ?? []) {
      if (!description)
        problems.push(`components/${tag}.ts: the ${kind} "${name || 'default'}" has no sentence`);
    }
  }
}
for (const [, tag] of define.matchAll(/['"](store-[a-z-]+)['"]/g)) {
  if (!files.includes(tag))
    problems.push(`components/define.ts names ${tag}, but components/${tag}.ts does not exist`);
}

if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`custom-elements.json describes ${files.length} elements`);
