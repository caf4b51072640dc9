// A rollup plugin: what Lit carries for others than the script tag's pages, left out of their bytes. Where Lit has it no more, or
// otherwise, the build ends: nothing of this stays behind without a use.

import { walk } from '../walk.mjs';

const isLit = (id) => /\/node_modules\/(@lit|lit-\w+)\//.test(id);

/** What is left out, by name: which node it is, and what stands there instead. `source` is a node's text. */
const LEFT_OUT = {
  // About templates and properties, which are ours; the tests run with the words in.
  'words of errors': ({ type, callee }) =>
    /^(Call|New)Expression$/.test(type) && callee.name === 'Error' && 'Error()',
  // Every browser has them that knows light-dark() and :state(), without which nothing of ours is seen.
  'whether sheets can be shared': ({ type, id, init }, source) =>
    type === 'VariableDeclarator' &&
    /ShadowRoot.*"adoptedStyleSheets"in/.test(source(init)) &&
    `${id.name}=true`,
  // What decorators tell of properties: we have none.
  'metadata that is read': ({ type }, source, node) =>
    /^(If|VariableDeclarat)/.test(type) &&
    /^(if.*litPropertyMetadata\.get\(|const \w+=this\[Symbol\.metadata\];?$)/.test(source(node)) &&
    ';',
  'metadata that is kept': ({ type, operator, left }, source) =>
    type === 'AssignmentExpression' &&
    operator === '??=' &&
    /^(Symbol\.metadata|\w+\.litPropertyMetadata)$/.test(source(left)) &&
    '0',
  // Only its development mode reads the lists.
  'lists of versions': ({ type, callee }, source) =>
    type === 'CallExpression' && callee.property?.name === 'push' && /Versions\b/.test(source(callee)) && '0',
};

/** The code without them; `found` hears of each by its name. */
export function lean(code, parse, found = () => {}) {
  const source = (node) => (node ? code.slice(node.start, node.end) : '');
  const edits = [];
  walk(parse(code), (node) => {
    for (const [name, instead] of Object.entries(LEFT_OUT)) {
      const text = instead(node, source, node);
      if (!text) continue;
      found(name);
      edits.push([node, text]);
    }
  });
  edits.sort(([a], [b]) => b.start - a.start);
  return edits.reduce((text, [{ start, end }, by]) => text.slice(0, start) + by + text.slice(end), code);
}

export const leanLit = () => {
  const seen = new Set();
  return {
    name: 'lean-lit',
    transform(code, id) {
      if (!isLit(id)) return null;
      return {
        code: lean(
          code,
          (text) => this.parse(text),
          (name) => seen.add(name),
        ),
        map: null,
      };
    },
    buildEnd(error) {
      const gone = Object.keys(LEFT_OUT).filter((name) => !seen.has(name));
      if (!error && gone.length) throw new Error(`Lit has no more: ${gone.join(', ')}`);
    },
  };
};
