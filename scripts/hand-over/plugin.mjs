// A rollup plugin: everything of the first load in one file, the entry. A lazy chunk that imported from it would import it by one
// address, and the page may have loaded it by another (`?ver=1`, a redirect): to a browser that is a second module, and the whole
// shop would run twice. So chunks import nothing from it. The entry hands over what they need, frozen, under a symbol of this very
// build, and a chunk takes it from there. The first one of a page stays: the same that defined the elements.
//
// Nothing is given away by it: what a module exports any script of the page can import, too. And what a symbol names no element
// and no JSON can bring about (T-03, T-04).
import { createHash } from 'node:crypto';
import { walk } from '../walk.mjs';

const KINDS = ['FunctionDeclaration', 'ClassDeclaration', 'VariableDeclaration'];

/** The names that a declaration of the top level makes; none that is taken out of something. */
const namesOf = (node) =>
  node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => id.name) : [node.id.name];

/** Where a statement of this kind has what it assigns to. */
const TARGETS = {
  AssignmentExpression: 'left',
  ForInStatement: 'left',
  ForOfStatement: 'left',
  UpdateExpression: 'argument',
};

/** All names that are assigned to anywhere, in whatever scope and by whatever pattern: rather too many than one too few. */
function assigned(tree) {
  const names = new Set();
  walk(tree, (node) => {
    const target = node[TARGETS[node.type]];
    // What is set on an object changes no name.
    if (!target || target.type === 'MemberExpression') return;
    walk(target, ({ type, name }) => type === 'Identifier' && names.add(name));
  });
  return names;
}

const named = ({ type, name, value }) => (type === 'Identifier' ? name : value);
const cut = (code, { start, end }, text) => code.slice(0, start) + text + code.slice(end);

/** The entry's code, with a hand-over in place of its exports, as soon as the last of them is there. */
export function handingOver(code, key, parse) {
  const tree = parse(code);
  const exports = tree.body.filter(({ type }) => type.startsWith('Export'));
  if (exports.length === 0) return code;
  const [list] = exports;
  if (exports.length > 1 || list.type !== 'ExportNamedDeclaration' || list.source || list.declaration)
    throw new Error('the entry exports otherwise than by one list');
  const changing = assigned(tree);
  const given = list.specifiers.map(({ local, exported }) => [named(exported), named(local)]);
  const makers = new Map(
    tree.body
      .filter(({ type }) => KINDS.includes(type))
      .flatMap((node) => namesOf(node).map((n) => [n, node])),
  );
  for (const [, local] of given) {
    if (!makers.has(local)) throw new Error(`${local} is not the entry’s own`);
    if (makers.get(local).kind !== 'const' && changing.has(local))
      throw new Error(`${local} is handed over, and changes later`);
  }
  const last = Math.max(...given.map(([, local]) => makers.get(local).end));
  const object = given.map(([name, local]) => `${name}: ${local}`).join(', ');
  const made = `
Object.hasOwn(globalThis, ${key}) ||
  Object.defineProperty(globalThis, ${key}, { value: Object.freeze({ ${object} }) });`;
  return cut(cut(code, list, ''), { start: last, end: last }, made);
}

/**
 * A chunk's code, with reads of the hand-over in place of imports from the entry. An entry of its own still imports the file, for
 * pages that don't have it, and before all else.
 */
export function takingOver(code, key, isEntry, parse, { entry = false } = {}) {
  let address;
  const taken = [];
  for (const node of parse(code).body.reverse()) {
    if (!node.source || !isEntry(node.source.value)) continue;
    if (node.type !== 'ImportDeclaration') throw new Error('a chunk passes on what the entry exports');
    for (const { type, imported, local } of node.specifiers) {
      if (type !== 'ImportSpecifier') throw new Error('a chunk imports all of the entry');
      taken.push(`${named(imported)}: ${local.name}`);
    }
    address = node.source.value;
    code = cut(code, node, '');
  }
  if (!address) return code;
  const before = entry ? `import ${JSON.stringify(address)};\n` : '';
  return `${before}${taken.length ? `const { ${taken.join(', ')} } = globalThis[${key}];\n` : ''}${code}`;
}

/** `file` is the entry's name in the output. */
export const handOver = (file) => {
  const isEntry = (id) => id.split('/').at(-1) === file;
  let key;
  return {
    name: 'hand-over',
    /** All that can change what is handed over, under which names: the same for all of a build, and nowhere the folder. */
    renderStart() {
      const hash = createHash('sha256');
      const here = process.cwd();
      const told = [...this.getModuleIds()].map((id) => `${id}\n${this.getModuleInfo(id).code}`);
      for (const text of told.map((each) => each.replaceAll(here, '')).sort()) hash.update(text);
      key = `Symbol.for("store-elements ${hash.digest('base64url').slice(0, 10)}")`;
    },
    renderChunk(code, chunk) {
      const parse = (text) => this.parse(text);
      if (chunk.fileName === file) return { code: handingOver(code, key, parse), map: null };
      if (chunk.dynamicImports.includes(file)) throw new Error(`${chunk.fileName} loads the entry`);
      return { code: takingOver(code, key, isEntry, parse, { entry: chunk.isEntry }), map: null };
    },
  };
};
