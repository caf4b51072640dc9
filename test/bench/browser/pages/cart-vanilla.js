// The floor of a cart: one element, no library, the same prices from the same server.
import { price, quote } from './kit.js';

const row = document.createElement('template');
row.innerHTML =
  '<li class="line"><img width="64" height="64" loading="lazy" alt=""><span class="title"></span><button class="less">−</button><output></output><button class="more">+</button><span class="amount"></span></li>';

class XCart extends HTMLElement {
  async connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const { line_items, totals } = await quote();
    const list = document.createElement('ul');
    for (const { item, quantity } of line_items) {
      const line = row.content.firstElementChild.cloneNode(true);
      let count = quantity;
      const show = () => {
        line.querySelector('output').textContent = count;
        line.querySelector('.amount').textContent = price(item.price * count);
      };
      line.querySelector('img').src = item.image?.url ?? '';
      line.querySelector('.title').textContent = item.title;
      line.querySelector('.more').addEventListener('click', () => (count++, show()));
      line.querySelector('.less').addEventListener('click', () => (count--, show()));
      show();
      list.append(line);
    }
    const total = document.createElement('p');
    total.textContent = price(totals.at(-1).amount);
    root.replaceChildren(list, total);
  }
}
customElements.define('x-cart', XCart);
