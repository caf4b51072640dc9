/** A picture in the widths it comes in; the browser takes the one that fits, and loads it when it is about to be seen. */
import { html, nothing } from 'lit';
import type { Image } from '../../src/api/types.js';
import { safeImage } from '../parts/safe-image.js';

interface How {
  /** Default: the picture's own words. */
  readonly alt?: string;
  /** How wide it is shown, as in HTML. */
  readonly sizes?: string | undefined;
  /** It is what the page opens with. */
  readonly eager?: boolean;
}

export function renderImage(
  image: Image | null | undefined,
  { alt, sizes, eager = false }: How = {},
): unknown {
  const src = image && safeImage(image.url);
  if (!src) return nothing;
  const sources = (image.sources ?? []).flatMap(({ url, width }) => {
    const safe = safeImage(url);
    // A comma at an end would be taken for the end of the candidate.
    return safe && !/^,|,$|\s/.test(safe) ? `${safe} ${width}w` : [];
  });
  return html`<img
    src=${src}
    srcset=${sources.length ? sources.join(', ') : nothing}
    sizes=${sources.length && sizes ? sizes : nothing}
    alt=${alt ?? image.alt}
    width=${image.width}
    height=${image.height}
    loading=${eager ? 'eager' : 'lazy'}
    decoding="async"
  />`;
}
