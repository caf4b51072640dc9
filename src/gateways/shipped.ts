/** The adapters that ship, by the name the store's configuration gives them; each is its own chunk. */
import type { GatewayAdapter } from './gateway.js';

export const SHIPPED: Readonly<Record<string, () => Promise<GatewayAdapter>>> = Object.freeze({
  sandbox: async () => (await import('./sandbox/browser.js')).default,
  square: async () => (await import('./square/browser.js')).default,
  stripe: async () => (await import('./stripe/browser.js')).default,
});
