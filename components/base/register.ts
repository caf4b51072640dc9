/** Registers elements. Doing so twice, from two copies or two versions of this library, is harmless: who came first stays. */
import { askAgain } from './store-element.js';

/** On a server it does nothing: Lit brings a customElements there, but there is no document to be upgraded. */
export function register(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  if (typeof document === 'undefined') return;
  document.documentElement.addEventListener('context-provider', askAgain);
  for (const [tag, element] of Object.entries(elements))
    if (!customElements.get(tag)) customElements.define(tag, element);
}
