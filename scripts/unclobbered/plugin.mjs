// A rollup plugin: elements of the page must not be taken for what a browser provides ("DOM clobbering", T-03). Whatever
// reads a property of `document` reads it through page.js instead, and Lit finds its globals there. What it doesn't know
// how to rewrite ends the build, so that an update of Lit can't bring the hole back.
//
// Only bundles get it. Who installs from npm bundles Lit themselves, and may use this plugin's idea there.
import { join } from 'node:path';
import { walk } from '../walk.mjs';

const file = join(import.meta.dirname, 'page.js');

const isLit = (id) => /node_modules\/(lit|lit-html|lit-element|@lit\/[^/]+)\//.test(id);

/** Whether this identifier is only a name here: `x.document`, `{ document: 1 }`. */
const isName = (parent, key) =>
  (parent.type === 'MemberExpression' && key === 'property' && !parent.computed) ||
  (['Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent.type) &&
    key === 'key' &&
    !parent.computed &&
    !parent.shorthand) ||
  ['ExportSpecifier', 'ImportSpecifier', 'LabeledStatement'].includes(parent.type);

const isMemberOf = (parent, key) => parent?.type === 'MemberExpression' && key === 'object';
const isTypeof = (parent) => parent.type === 'UnaryExpression' && parent.operator === 'typeof';
/** Who gets the document reads from it, so it gets page.js's. A platform call would refuse that, aloud. */
const isArgument = (parent, key) =>
  ['CallExpression', 'NewExpression'].includes(parent.type) && key === 'arguments';
const isCurrentNode = (parent, key) =>
  parent.type === 'AssignmentExpression' && key === 'right' && parent.left.property?.name === 'currentNode';

/** The code without a way to the page's elements. Throws if it has one that is not known here. */
export function unclobber(code, parse, { lit = false } = {}) {
  if (!/\bdocument\b|ownerDocument/.test(code) && !lit) return code;
  const edits = [];
  const put = (node, text) => edits.push([node.start, node.end, text]);
  const refuse = (node, why) => {
    throw new Error(`${why}: ${code.slice(Math.max(0, node.start - 30), node.end + 30)}`);
  };
  const tree = parse(code);
  let alias;
  walk(tree, (node, parent, key) => {
    if (node.type === 'MemberExpression' && /^(document|ownerDocument)$/.test(node.object.property?.name))
      refuse(node, 'a document that page.js does not stand for');
    if (node.type !== 'Identifier' || isName(parent, key)) return;
    if (node.name === 'document') {
      if (isMemberOf(parent, key) || isArgument(parent, key)) put(node, '__page');
      else if (lit && parent.type === 'VariableDeclarator' && key === 'init' && !alias) {
        alias = parent.id.name;
        put(node, '__page');
      } else if (!isTypeof(parent)) refuse(node, 'document is neither read from nor handed on');
    } else if (lit && node.name === 'globalThis') put(node, '__globals');
    else if (lit && node.name === 'window') refuse(node, 'Lit reads window');
    else if (lit && /^lit[A-Z]/.test(node.name)) put(node, `__globals.${node.name}`);
  });
  // Lit keeps the document under a short name. Two uses of it mean the node itself.
  if (alias) {
    let walkers = 0;
    walk(tree, (node, parent, key) => {
      if (node.type !== 'Identifier' || node.name !== alias || isName(parent, key)) return;
      const walker = isArgument(parent, key) && parent.callee.property?.name === 'createTreeWalker';
      if (walker) walkers++;
      if (walker || isCurrentNode(parent, key)) put(node, 'document');
    });
    if (walkers !== 1) throw new Error(`Lit makes ${walkers} tree walkers from its document, not 1`);
  }
  if (edits.length === 0) return code;
  edits.sort(([a], [b]) => b - a);
  for (const [start, end, text] of edits) code = code.slice(0, start) + text + code.slice(end);
  const used = ['page', 'globals'].filter((name) => edits.some(([, , text]) => text.startsWith(`__${name}`)));
  const names = used.map((name) => `${name} as __${name}`).join(', ');
  return used.length ? `import { ${names} } from ${JSON.stringify(file)};\n${code}` : code;
}

/** How many properties of `document` a bundle still reads; a way past unclobber(), another plugin's helper say. */
export function clobberable(code, parse) {
  const found = [];
  walk(parse(code), (node) => {
    if (node.type !== 'MemberExpression') return;
    const { type, name, property } = node.object;
    const read = type === 'Identifier' ? name : property?.name;
    if (/^(document|ownerDocument)$/.test(read)) found.push(code.slice(node.start, node.end));
  });
  return found;
}

export const unclobbered = () => {
  const parserOf = (context) => (code) => context.parse(code);
  return {
    name: 'unclobbered',
    transform(code, id) {
      if (id === file) return null;
      const made = unclobber(code, parserOf(this), { lit: isLit(id) });
      return made === code ? null : { code: made, map: null };
    },
    renderChunk(code, { fileName }) {
      const found = clobberable(code, parserOf(this));
      if (found.length) throw new Error(`${fileName} trusts the page’s elements: ${found.join(', ')}`);
      return null;
    },
  };
};
