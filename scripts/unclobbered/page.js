/* global document, Document, ShadowRoot, trustedTypes */
// Goes into the bundles in place of `document` and of the globals that Lit looks for; see plugin.mjs.

const real = document;

/**
 * The document as its prototypes have it: `<img name="createElement">` shadows the method on the document itself. What is a
 * function there is no element but somebody's own version, a consent tool's say, and keeps its say.
 */
export const page = new Proxy(real, {
  get(_target, key) {
    const own = real[key];
    const value = own instanceof Function ? own : Reflect.get(Document.prototype, key, real);
    return value instanceof Function ? value.bind(real) : value;
  },
});

/** Another script tag of ours was first (components/script-tag.ts). A second Lit's policy would be refused, aloud and by an error. */
const second = Symbol.for('store-elements.script') in globalThis;

/** All that Lit may find on `globalThis`. `<a id="litHtmlVersions">` would be found there too, and it has no `push`. */
export const globals = {
  __proto__: null,
  ShadowRoot,
  trustedTypes: !second && Object.hasOwn(globalThis, 'trustedTypes') ? trustedTypes : undefined,
};
