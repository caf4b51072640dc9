import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { orderLink, readArrival, returnUrl } from '../../src/api/arrival.js';

const PAGE = 'https://shop.test/order.html?lang=de&utm=a%20b';
const ACCESS = { id: 'ord_0123456789abcdef', token: 'tok_0123456789-_abcdef' };

describe('the addresses that lead to an order', () => {
  it('brings a shopper back with the id alone, in the page’s own query and fragment (T-15)', () => {
    const url = returnUrl(`${PAGE}#top`, ACCESS.id);
    assert.equal(url, 'https://shop.test/order.html?lang=de&utm=a+b&store_order=ord_0123456789abcdef#top');
    assert.deepEqual(readArrival(url), { id: ACCESS.id, token: undefined, clean: url });
    assert.equal(returnUrl(url, 'ord_other').includes(ACCESS.id), false);
  });

  it('keeps nothing of what the gateway added, whatever it is called', () => {
    const url = returnUrl(PAGE, ACCESS.id);
    for (const more of [
      '&redirect_status=succeeded&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2',
      '&transactionId=x&checkoutId=y&store_order=ord_another',
      '&status=paid&status=declined&',
      '&%73tatus=paid;x=1?y=2',
    ])
      assert.deepEqual(readArrival(url + more), { id: ACCESS.id, token: undefined, clean: url });
  });

  it('opens an order by the link of an e-mail, and takes the token out of the address', () => {
    const link = orderLink(`${PAGE}#top`, ACCESS);
    assert.equal(link, `${PAGE}#order=${ACCESS.id}&token=${ACCESS.token}`);
    const arrival = readArrival(link);
    assert.deepEqual(arrival, { ...ACCESS, clean: `${PAGE}#order=${ACCESS.id}` });
    assert.deepEqual(readArrival(arrival.clean), { ...arrival, token: undefined });
  });

  it('takes no token from a query, where servers and logs could read it', () => {
    const arrival = readArrival(
      `https://shop.test/order.html?store_order=${ACCESS.id}&token=${ACCESS.token}`,
    );
    assert.equal(arrival?.token, undefined);
    assert.ok(!arrival?.clean.includes(ACCESS.token));
  });

  it('makes nothing of addresses that name no order', () => {
    for (const href of [
      'https://shop.test/order.html',
      'https://shop.test/order.html?store_order=',
      'https://shop.test/order.html?store_order=../admin',
      'https://shop.test/order.html?store_order=a%22b',
      'https://shop.test/order.html?x_store_order=ord_1',
      'https://shop.test/order.html?order=ord_1#/order',
      `https://shop.test/order.html#order=${'a'.repeat(200)}`,
    ])
      assert.equal(readArrival(href), undefined, href);
  });

  it('reads what it writes, for any page', () => {
    const name = fc.stringMatching(/^[\w-]{1,40}$/);
    const page = fc.webUrl({ withFragments: true, withQueryParameters: true, validSchemes: ['https'] });
    fc.assert(
      fc.property(page, name, name, (url, id, token) => {
        const back = returnUrl(url, id);
        assert.equal(readArrival(orderLink(url, { id, token }))?.token, token);
        // Pages that take the fragment for themselves keep it.
        const own = readArrival(url);
        if (!own) assert.deepEqual(readArrival(back), { id, token: undefined, clean: back });
      }),
    );
  });
});
