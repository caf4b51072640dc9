import { baseUrl, pageOrigin } from '../base/place.js';

/** A picture's address, if it is one a page may load: HTTPS, the page's own origin, or a small inline raster picture. */
export function safeImage(url: string): string | undefined {
  if (/^data:image\/(png|jpeg|webp|gif);base64,/.test(url)) return url;
  const base = baseUrl();
  if (!URL.canParse(url, base)) return undefined;
  const { protocol, origin, href } = new URL(url, base);
  return protocol === 'https:' || (protocol === 'http:' && origin === pageOrigin()) ? href : undefined;
}
