/** What checks of options share: a mistake is a TypeError that names the option and the cure. */

export function need(holds: unknown, option: string, cure: string): asserts holds {
  if (!holds) throw new TypeError(`createStoreServer(): \`${option}\` ${cure}`);
}

/** Minor units. 100 lines of 999 pieces at this price still fit a safe integer. */
export const PRICE_LIMIT = 10_000_000_000;

/** `Array.isArray` without its `any[]`. */
export const isList = (value: unknown): boolean => Array.isArray(value);

/** Whether the host is this machine, as far as its name tells. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d{1,3}){3}$/.test(hostname);
