import { Drawn } from '../lib/drawn';

export default async function Shop({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const search = new URLSearchParams(await searchParams).toString();
  return (
    <main>
      <Drawn tag="store-catalog" page={`/?${search}`} product-href="/product/{id}" />
    </main>
  );
}
