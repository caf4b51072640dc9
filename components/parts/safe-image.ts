/** A picture's address, if it is one a page may load: HTTPS, the page's own origin, or a small inline raster picture. */
export function safeImage(url: string): string | undefined {
  if (/^data:image\/(png|jpeg|webp|gif);base64,/.test(url)) return url;
  if (!URL.canParse(url, document.baseURI)) return undefined;
  const { protocol, origin, href } = new URL(url, document.baseURI);
  return protocol === 'https:' || (protocol === 'http:' && origin === location.origin) ? href : undefined;
}
