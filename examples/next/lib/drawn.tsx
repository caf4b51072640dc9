/** An element drawn on the server: products are in the HTML, before any script and without one. */
import { createServerRenderer, type DrawnTag } from 'store-elements/ssr';
import { Markup } from './markup';
import { getStore, publicUrl } from './store';

interface DrawnProps {
  readonly tag: DrawnTag;
  /** The page's address, as the browser has it. */
  readonly page?: string;
  /** What stands in the element: HTML. */
  readonly inside?: string;
  readonly [attribute: string]: string | boolean | undefined;
}

export async function Drawn({ tag, page = '/', inside, ...attributes }: DrawnProps) {
  const { fetch } = await getStore();
  const renderer = createServerRenderer({ fetch, endpoint: '/store', url: publicUrl + page, locale: 'en' });
  const html = await renderer.element(tag, attributes, inside);
  renderer.close();
  return <Markup html={html} />;
}
