/** The page's store, asked for by the Web Components context protocol as an element would: none of ours is imported for it. */
import type { Store } from '../store.js';

/** Undefined if there is none, or not yet. */
export function storeOfPage(): Store | undefined {
  let found: Store | undefined;
  const asking = Object.assign(new Event('context-request', { bubbles: true, composed: true }), {
    context: Symbol.for('store-elements.store'),
    // Not <html>, whose provider does not answer itself.
    contextTarget: document.body,
    callback: (store: Store) => (found = store),
    subscribe: false,
  });
  document.body.dispatchEvent(asking);
  return found;
}
