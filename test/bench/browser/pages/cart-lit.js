// A cart written in a quarter of an hour with Lit: what the library itself costs.
import { html, LitElement } from 'lit';
import { price, quote } from './kit.js';

class XCart extends LitElement {
  static properties = { quote: { state: true }, counts: { state: true } };
  async connectedCallback() {
    super.connectedCallback();
    const answer = await quote();
    this.counts = Object.fromEntries(answer.line_items.map(({ id, quantity }) => [id, quantity]));
    this.quote = answer;
  }
  #set(id, count) {
    this.counts = { ...this.counts, [id]: count };
  }
  render() {
    if (!this.quote) return '';
    return html`<ul>
        ${this.quote.line_items.map(
          ({ id, item }) =>
            html`<li class="line">
              <img src=${item.image?.url ?? ''} width="64" height="64" loading="lazy" alt="" />
              <span>${item.title}</span>
              <button class="less" @click=${() => this.#set(id, this.counts[id] - 1)}>−</button>
              <output>${this.counts[id]}</output>
              <button class="more" @click=${() => this.#set(id, this.counts[id] + 1)}>+</button>
              <span>${price(item.price * this.counts[id])}</span>
            </li>`,
        )}
      </ul>
      <p>${price(this.quote.totals.at(-1).amount)}</p>`;
  }
}
customElements.define('x-cart', XCart);
