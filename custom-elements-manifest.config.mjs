// custom-elements.json describes every element for editors, docs and our checks; it is made from the sources at build.
// The analyzer reads static properties well, but takes inner state for attributes and names the sources, which do
// not ship; the plugin below leaves only what a merchant can use, under the paths of the package.

/** Names in `static properties` that are no attribute: `state: true` is private, `attribute: false` only a property. */
function inner(ts, node) {
  const found = { state: new Set(), propertyOnly: new Set() };
  for (const member of node.members) {
    if (member.name?.getText() !== 'properties' || !member.initializer) continue;
    let value = member.initializer;
    while (!ts.isObjectLiteralExpression(value) && value.expression) value = value.expression;
    for (const property of value.properties ?? []) {
      const options = property.initializer?.getText() ?? '';
      if (/\bstate:\s*true/.test(options)) found.state.add(property.name.getText());
      if (/\battribute:\s*false/.test(options)) found.propertyOnly.add(property.name.getText());
    }
  }
  return found;
}

const publicOnly = {
  name: 'public-only',
  analyzePhase({ ts, node, moduleDoc }) {
    if (!ts.isClassDeclaration(node)) return;
    const declaration = moduleDoc.declarations?.find(({ name }) => name === node.name?.getText());
    if (!declaration) return;
    Object.defineProperty(declaration, 'inner', { value: inner(ts, node) });
    // The schema has no place for it; the documentation shows it, live.
    const example = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'example');
    if (example) declaration.example = ts.getTextOfJSDocComment(example.comment);
  },
  packageLinkPhase({ customElementsManifest }) {
    const classes = customElementsManifest.modules.flatMap(({ declarations }) => declarations ?? []);
    const innerOf = new Map(classes.map((declaration) => [declaration.name, declaration.inner]));
    for (const declaration of classes) {
      const is = (kind, { name, fieldName, inheritedFrom }) =>
        innerOf.get(inheritedFrom?.name ?? declaration.name)?.[kind].has(fieldName ?? name);
      declaration.members = declaration.members?.filter(
        (member) =>
          !/private|protected/.test(member.privacy) && !/^[#_]/.test(member.name) && !is('state', member),
      );
      for (const member of declaration.members ?? []) if (is('propertyOnly', member)) delete member.attribute;
      declaration.attributes = declaration.attributes?.filter(
        (attribute) => !is('state', attribute) && !is('propertyOnly', attribute),
      );
      // The analyzer also lists what it sees dispatched, by whatever name; ours are documented with `@fires name {Type} when`.
      declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('store-'));
      for (const event of declaration.events ?? []) {
        const [all, text] = /^\{(\w+)\}\s*/.exec(event.description ?? '') ?? [];
        if (!all) continue;
        event.type = { text };
        event.description = event.description.slice(all.length);
      }
    }
    const shipped = (value) =>
      typeof value === 'string' ? value.replace(/^\/?(components|src)\/(.*)\.ts$/, 'dist/$1/$2.js') : value;
    for (const place of everyObject(customElementsManifest)) {
      for (const key of ['path', 'module']) if (key in place) place[key] = shipped(place[key]);
    }
  },
};

function* everyObject(value) {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const child of Object.values(value)) yield* everyObject(child);
}

export default {
  globs: ['components/store-*.ts', 'components/events.ts', 'components/base/**/*.ts'],
  outdir: '.',
  litelement: true,
  plugins: [publicOnly],
};
