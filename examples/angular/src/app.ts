import { Component, CUSTOM_ELEMENTS_SCHEMA, inject, DestroyRef, signal } from '@angular/core';
import type { Order } from 'store-elements';
import { addressOf, onPage, pageNow } from '../../shared/route.js';

@Component({
  selector: 'shop-checkout',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main class="checkout">
      <store-checkout
        [attr.order-href]="orderHref"
        (store-order-placed)="placed.set($event.detail)"
      ></store-checkout>
      <aside>
        @if (placed(); as order) {
          <p>Order {{ order.number }} is being paid.</p>
        }
        <store-cart></store-cart>
      </aside>
    </main>
  `,
})
export class Checkout {
  readonly orderHref = addressOf('order');
  readonly placed = signal<Order | undefined>(undefined);
}

@Component({
  selector: 'app-shop',
  imports: [Checkout],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <header>
      <h1><a [href]="addressOf('shop')">A shop in Angular</a></h1>
      <store-cart-button [attr.href]="addressOf('checkout')">Cart</store-cart-button>
    </header>
    @switch (page()) {
      @case ('shop') {
        <main class="products">
          @for (id of products; track id) {
            <store-product [attr.product]="id"></store-product>
          }
        </main>
      }
      @case ('checkout') {
        <shop-checkout />
      }
      @case ('order') {
        <store-order [attr.checkout-href]="addressOf('checkout')"></store-order>
      }
    }
  `,
})
export class App {
  readonly products = ['tea-bowl', 'mug', 'moon-jar'];
  readonly addressOf = addressOf;
  readonly page = signal(pageNow());

  constructor() {
    inject(DestroyRef).onDestroy(onPage(() => this.page.set(pageNow())));
  }
}
