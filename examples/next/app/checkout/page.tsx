/** Nothing of a checkout is drawn on a server: it is the shopper's own. */
export default function Checkout() {
  return (
    <main className="beside">
      <store-checkout order-href="/order" />
      <store-cart />
    </main>
  );
}
