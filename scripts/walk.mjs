/** Calls `visit(node, parent, key)` for all of a syntax tree, as rollup parses it. */
export function walk(node, visit, parent, key) {
  visit(node, parent, key);
  for (const [name, child] of Object.entries(node)) {
    for (const each of [child].flat()) if (typeof each?.type === 'string') walk(each, visit, node, name);
  }
}
