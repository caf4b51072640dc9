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

export const isAmount = (amount: unknown): amount is number =>
  Number.isInteger(amount) && (amount as number) >= 0 && (amount as number) <= PRICE_LIMIT;

/** An address that payments may go by: HTTPS, or this machine. */
export function secureUrl(address: string, option: string): URL {
  const url = URL.parse(address);
  need(url, option, 'must be an address such as "https://shop.example".');
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  need(secure, option, 'must begin with https:// (http:// is for this machine only).');
  need(url.username === '' && url.password === '', option, 'must not hold a user name or password.');
  return url;
}

export function checkOrigins(origins: readonly string[], option: string, example: string): void {
  for (const origin of origins)
    need(
      URL.parse(origin)?.origin === origin,
      option,
      `must hold origins such as "${example}", without a path.`,
    );
}
