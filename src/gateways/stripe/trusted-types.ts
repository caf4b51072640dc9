/**
 * Stripe.js loads further scripts of its own by plain addresses, which a page that enforces Trusted Types refuses, unless a
 * policy called `default` lets them through (docs.stripe.com/security/guide). This is one that lets through nothing else.
 */
interface TrustedTypes {
  readonly defaultPolicy: unknown;
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown;
}

/** Makes the policy, if the page enforces Trusted Types, allows the name and has none of its own. */
export function allowStripeScripts(): void {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types || types.defaultPolicy) return;
  try {
    types.createPolicy('default', {
      createScriptURL(url) {
        if (!isStripeScript(url))
          throw new TypeError('Only scripts of Stripe may be loaded by address here.');
        return url;
      },
    });
  } catch {
    // The page does not allow the name: its own policies decide.
  }
}

/** `https://js.stripe.com/…` and its subdomains, and nothing that only looks like it. */
export function isStripeScript(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username || url.password || url.port) return false;
  return url.hostname === 'js.stripe.com' || url.hostname.endsWith('.js.stripe.com');
}
