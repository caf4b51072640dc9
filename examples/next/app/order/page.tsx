export default function Order() {
  return (
    <main>
      <store-order checkout-href="/checkout" />
    </main>
  );
}
