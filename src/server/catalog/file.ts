/** A catalogue in a file, JSON or YAML. A mistake in it is named by file, line and column. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CatalogError, checkCatalog, type Catalog } from './json.js';

export const pathOf = (file: string | URL): string => (typeof file === 'string' ? file : fileURLToPath(file));

/** @throws TypeError `products.yaml:12:5: $.products[1].price: …`; or whatever reading it throws. */
export async function readCatalogFile(file: string | URL): Promise<Catalog> {
  const path = pathOf(file);
  const text = await readFile(path, 'utf8');
  // JSON is YAML, and this reader knows lines. YAML 1.2: `no` is a text and not false, dates are texts.
  const { LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const document = parseDocument(text, { lineCounter, schema: 'core', version: '1.2', prettyErrors: false });
  const [mistake] = document.errors;
  if (mistake) throw new TypeError(`${at(mistake.pos[0])}: ${mistake.message}`);
  try {
    // A few names for repeated parts are fine; a file that unfolds without end is not.
    return checkCatalog(document.toJS({ maxAliasCount: 1000 }));
  } catch (error) {
    if (!(error instanceof CatalogError)) throw new TypeError(`${path}: ${String(error)}`, { cause: error });
    throw new TypeError(`${at(placeOf(document, error.path))}: ${error.message}`, { cause: error });
  }
}

/** Where in the text the path leads to, or the nearest that is there. */
function placeOf(
  document: { getIn(path: readonly unknown[], keep: true): unknown },
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    if (node?.range?.[0] !== undefined) return node.range[0];
  }
  return 0;
}
