import '../../shared/store';
import '../../shared/shop.css';
import 'store-elements/cdn/store-elements.css';
import { addressOf, onPage, pageNow, type Page } from '../../shared/route';
import { title } from './title';

const app = document.getElementById('app')!;

const pages: Record<Page, () => string> = {
  shop: () => `<main class="products">
    ${['tea-bowl', 'mug', 'moon-jar'].map((id) => `<store-product product="${id}"></store-product>`).join('')}
  </main>`,
  checkout: () => `<main class="checkout">
    <store-checkout order-href="${addressOf('order')}"></store-checkout>
    <aside><store-cart></store-cart></aside>
  </main>`,
  order: () => `<store-order checkout-href="${addressOf('checkout')}"></store-order>`,
};

function draw(): void {
  app.innerHTML = `<header>
      <h1><a href="${addressOf('shop')}">${title}</a></h1>
      <store-cart-button href="${addressOf('checkout')}">Cart</store-cart-button>
    </header>
    ${pages[pageNow()]()}`;
}
const end = onPage(draw);
draw();

// Hot reload runs this file again: it draws anew, and store.ts gives the page a store that takes the old one's place.
import.meta.hot?.accept();
import.meta.hot?.dispose(end);
