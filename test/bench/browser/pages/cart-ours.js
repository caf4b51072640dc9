// Our cart, as an application bundles it from npm, with a store that answers from memory: so it can have more lines than a shop's
// cart (a hundred), and what is seen is the element alone.
import { provideStore } from '../../../../dist/components/define.js';
import { parseQuote } from '../../../../dist/src/api/parse.js';
import { createStore } from '../../../../dist/src/index.js';
import { quote as ask } from './kit.js';

const quote = parseQuote(await ask());
const listeners = new Set();
const linesOf = (lines) => ({ lines, count: lines.reduce((sum, { quantity }) => sum + quantity, 0) });
let snapshot = Object.freeze({
  ...linesOf(quote.lines.map(({ sku, quantity }) => ({ sku, quantity }))),
  ...{ status: 'priced', quote, messages: [], delivery: {}, giftNote: '' },
});
const commit = (patch) => {
  snapshot = Object.freeze({ ...snapshot, ...patch });
  for (const each of listeners) each(snapshot);
};
const cart = {
  get: () => snapshot,
  subscribe(listener, signal) {
    listeners.add(listener);
    signal.addEventListener('abort', () => listeners.delete(listener));
  },
  setQuantity(sku, quantity) {
    const lines = snapshot.lines.map((line) => (line.sku === sku ? { sku, quantity } : line));
    commit({ ...linesOf(lines), status: 'pending' });
    setTimeout(commit, 200, { status: 'priced' });
  },
};
const store = createStore({ endpoint: '/store' });
provideStore(
  Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(store), cart: { value: cart } }),
);
