/** One line of a cart, summary or receipt: picture, title, what was chosen, amount. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Line } from '../../src/api/types.js';
import { safeImage } from './safe-image.js';

/** `below` stands under the title: quantity control, messages. `amount` is the line's price in words. */
export function renderLine(
  line: Pick<Line, 'title' | 'variant' | 'image'> & { readonly sku?: string },
  amount: string,
  below: unknown = nothing,
): TemplateResult {
  return html`<li class="line" part="line" data-sku=${line.sku ?? nothing}>
    <div class="picture">${renderPicture(line.image)}</div>
    <div class="line-text">
      <span class="line-title" part="line-title"><bdi>${line.title}</bdi></span>
      ${line.variant ? html`<span class="muted small"><bdi>${line.variant}</bdi></span>` : nothing}
    </div>
    <span class="amount" part="line-price">${amount}</span>
    <div class="line-below">${below}</div>
  </li>`;
}

/** The title says what it is, so in a line the picture is decoration. */
export function renderPicture(image: Line['image'], alt = ''): unknown {
  const src = image && safeImage(image.url);
  return src
    ? html`<img src=${src} alt=${alt} width=${image.width} height=${image.height} decoding="async" />`
    : nothing;
}
