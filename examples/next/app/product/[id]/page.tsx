import { Drawn } from '../../../lib/drawn';

export default async function Product({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <main className="beside">
      <Drawn tag="store-product" page={`/product/${id}`} product={id} full />
      <Drawn tag="store-cart" checkout-href="/checkout" />
    </main>
  );
}
