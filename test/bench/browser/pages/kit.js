// What the floors' pages share: the lines of the cart as the shop prices them, and how a price is written.
export const lines = () => Number(new URLSearchParams(location.search).get('lines') ?? 3);

/** A shop's cart has a hundred lines at most: of more, the answer is the same lines again under other names. */
const MOST = 100;

export async function quote(count = lines()) {
  const length = Math.min(count, MOST);
  const line_items = Array.from({ length }, (_, n) => ({ item: { id: `sku-${n}` }, quantity: 1 }));
  const response = await fetch('/store/quotes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ line_items }),
  });
  if (!response.ok) throw new Error(`no quote: ${response.status} ${await response.text()}`);
  const answer = await response.json();
  return count > MOST
    ? {
        ...answer,
        line_items: Array.from({ length: count }, (_, n) => again(answer.line_items[n % MOST], n)),
      }
    : answer;
}

const again = (line, n) => ({ ...line, id: `line-${n}`, item: { ...line.item, id: `sku-${n}` } });

let format;
export const price = (amount) =>
  (format ??= new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })).format(amount / 100);
