import 'store-elements/react';
import { useState, useSyncExternalStore } from 'react';
import type { Order } from 'store-elements';
import { addressOf, onPage, pageNow } from '../../shared/route';

export function App() {
  const page = useSyncExternalStore(onPage, pageNow);
  return (
    <>
      <header>
        <h1>
          <a href={addressOf('shop')}>A shop in React</a>
        </h1>
        <store-cart-button href={addressOf('checkout')}>Cart</store-cart-button>
      </header>
      {page === 'shop' && <Shop />}
      {page === 'checkout' && <Checkout />}
      {page === 'order' && <store-order checkout-href={addressOf('checkout')} />}
    </>
  );
}

const Shop = () => (
  <main className="products">
    {['tea-bowl', 'mug', 'moon-jar'].map((id) => (
      <store-product key={id} product={id} />
    ))}
  </main>
);

function Checkout() {
  const [placed, setPlaced] = useState<Order>();
  return (
    <main className="checkout">
      <store-checkout
        order-href={addressOf('order')}
        onstore-order-placed={({ detail }) => setPlaced(detail)}
      />
      <aside>
        {placed ? <p>Order {placed.number} is being paid.</p> : null}
        <store-cart />
      </aside>
    </main>
  );
}
