// What the floors' pages share: the lines of the cart as the shop prices them, and how a price is written.
export const lines = () => Number(new URLSearchParams(location.search).get('lines') ?? 3);

export async function quote(count = lines()) {
  const line_items = Array.from({ length: count }, (_, n) => ({ item: { id: `sku-${n}` }, quantity: 1 }));
  const response = await fetch('/store/quotes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ line_items }),
  });
  if (!response.ok) throw new Error(`no quote: ${response.status} ${await response.text()}`);
  return response.json();
}

let format;
export const price = (amount) =>
  (format ??= new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })).format(amount / 100);
