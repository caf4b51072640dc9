/** The absolute address of a page that a link may lead to, or undefined for what is no page: `javascript:`, `data:` … */
export function safeLink(address: string | null | undefined): string | undefined {
  if (!address || !URL.canParse(address, document.baseURI)) return undefined;
  const { protocol, href } = new URL(address, document.baseURI);
  return /^https?:$/.test(protocol) ? href : undefined;
}
