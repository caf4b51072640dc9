import 'store-elements/solid';
import { createSignal, For, Match, onCleanup, Show, Switch } from 'solid-js';
import type { Order } from 'store-elements';
import { addressOf, onPage, pageNow } from '../../shared/route';

export function App() {
  const [page, setPage] = createSignal(pageNow());
  onCleanup(onPage(() => setPage(pageNow())));
  return (
    <>
      <header>
        <h1>
          <a href={addressOf('shop')}>A shop in Solid</a>
        </h1>
        <store-cart-button href={addressOf('checkout')}>Cart</store-cart-button>
      </header>
      <Switch>
        <Match when={page() === 'shop'}>
          <main class="products">
            <For each={['tea-bowl', 'mug', 'moon-jar']}>{(id) => <store-product product={id} />}</For>
          </main>
        </Match>
        <Match when={page() === 'checkout'}>
          <Checkout />
        </Match>
      </Switch>
    </>
  );
}

/** Without `order-href` the order is shown in the checkout's place: no page is loaded at all. */
function Checkout() {
  const [placed, setPlaced] = createSignal<Order>();
  return (
    <main class="checkout">
      <store-checkout on:store-order-placed={({ detail }) => setPlaced(detail)} />
      <Show when={placed()} fallback={<store-cart />}>
        {(order) => <p>Thank you for order {order().number}.</p>}
      </Show>
    </main>
  );
}
