/** Registers elements. Doing so twice, from two copies or two versions of this library, is harmless: who came first stays. */
import { ContextRoot } from '@lit/context';

const root = /* @__PURE__ */ new ContextRoot();

/** On a server it does nothing: Lit brings a customElements there, but there is no document to be upgraded. */
export function register(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  if (typeof document === 'undefined') return;
  // Elements that were upgraded before a provider came ask again when it does. Attached twice it listens once.
  root.attach(document.documentElement);
  for (const [tag, element] of Object.entries(elements))
    if (!customElements.get(tag)) customElements.define(tag, element);
}
