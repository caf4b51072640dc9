import { expect } from 'chai';
import { drawn, fixture, nextEvent, part, place, textOf, whenCart } from '../support/fixture.js';

const priced = (f: ReturnType<typeof fixture>): Promise<void> =>
  whenCart(f.store, (c) => c.status === 'priced');

describe('<store-cart>', () => {
  it('says that it is empty', async () => {
    const f = fixture();
    const cart = place(f, 'store-cart');
    await cart.updateComplete;
    expect(textOf(cart)).to.contain('Your cart is empty.');
    expect(cart.matches(':state(empty)')).to.equal(true);
  });

  it('shows lines and the server’s totals, and no delivery before a country is chosen', async () => {
    const f = fixture();
    const cart = place(f, 'store-cart', { 'checkout-href': '/checkout.html' });
    f.store.cart.add('bowl', 2);
    await priced(f);
    await cart.updateComplete;
    expect(part(cart, '[part=line-price]').textContent).to.contain('$68.00');
    await drawn(cart, '.totals');
    expect(textOf(cart)).to.contain('Subtotal $68.00');
    expect(textOf(cart)).to.not.contain('Total $68.00');
    expect(part<HTMLAnchorElement>(cart, '[part=button-primary]').pathname).to.equal('/checkout.html');
  });

  it('asks once for a burst of clicks, and only the newest answer counts', async () => {
    const f = fixture();
    const open = f.shop.hold();
    for (let i = 0; i < 5; i++) f.store.cart.add('bowl');
    f.store.cart.add('mug-ash');
    open();
    await priced(f);
    expect(f.store.cart.get().quote?.total.amount).to.equal(5 * 3400 + 2800);
    expect(f.store.cart.get().quote?.lines.length).to.equal(2);
  });

  it('changes a quantity by button, by typing, and puts back what is no number of pieces', async () => {
    const f = fixture();
    const cart = place(f, 'store-cart');
    f.store.cart.add('bowl');
    await priced(f);
    await drawn(cart, '[part=quantity]');
    part(cart, '[part=quantity] button:last-of-type').click();
    expect(f.store.cart.get().count).to.equal(2);
    const input = part<HTMLInputElement>(cart, '[part=input]');
    for (const [typed, count] of [
      ['7', 7],
      ['-1', 7],
      ['1.5', 7],
      ['', 7],
      ['1000', 7],
      ['abc', 7],
      ['999', 999],
    ] as const) {
      input.value = typed;
      input.dispatchEvent(new Event('change'));
      await cart.updateComplete;
      expect(f.store.cart.get().count, typed).to.equal(count);
      expect(input.value, typed).to.equal(String(count));
    }
  });

  it('as a drawer: over the page, which is inert and does not scroll; the focus goes in, and back to what opened it', async () => {
    const f = fixture();
    const cart = place(f, 'store-cart', { mode: 'drawer' });
    const opener = document.createElement('button');
    f.provider.append(opener);
    f.store.cart.add('bowl');
    await priced(f);
    opener.focus();
    cart.open(opener);
    await drawn(cart, '.shut');
    const dialog = part<HTMLDialogElement>(cart, 'dialog');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(dialog.contains(cart.shadowRoot?.activeElement ?? null)).to.equal(true);
    // What is behind a modal dialog takes no focus.
    opener.focus();
    expect(document.activeElement).to.equal(cart);
    expect(textOf(cart)).to.contain('$34.00');
    const closed = nextEvent(dialog, 'close');
    part(cart, '.shut').click();
    await closed;
    expect(dialog.open).to.equal(false);
    expect(document.activeElement).to.equal(opener);
  });

  it('tells the shopper what is wrong with a line', async () => {
    const f = fixture();
    f.shop.stock['bowl'] = 1;
    const cart = place(f, 'store-cart');
    f.store.cart.add('bowl', 3);
    await priced(f);
    await cart.updateComplete;
    expect(part(cart, '[part=error]').textContent).to.equal('Only 1 left.');
  });

  it('keeps the cart when the shop can’t be reached, says so, and tries again', async () => {
    const f = fixture();
    const cart = place(f, 'store-cart');
    await cart.updateComplete;
    f.shop.fail = new TypeError('Failed to fetch');
    const heard = nextEvent<Event & { detail: { code: string; money: string } }>(document, 'store-error');
    f.store.cart.add('bowl');
    const { detail } = await heard;
    expect([detail.code, detail.money]).to.deep.equal(['network_failed', 'untouched']);
    await cart.updateComplete;
    expect(textOf(cart)).to.contain('Your cart is kept.');
    expect(f.store.cart.get().count).to.equal(1);
    f.shop.fail = undefined;
    part(cart, '[part=button-secondary]').click();
    await priced(f);
    await cart.updateComplete;
    expect(textOf(cart)).to.contain('$34.00');
  });

  it('fires store-cart-change on the provider with a frozen snapshot', async () => {
    const f = fixture();
    const heard = nextEvent<Event & { detail: { count: number } }>(f.provider, 'store-cart-change');
    f.store.cart.add('bowl', 3);
    const { detail } = await heard;
    expect(detail.count).to.equal(3);
    expect(Object.isFrozen(detail)).to.equal(true);
  });

  it('keeps skus and quantities, and nothing else (T-09)', async () => {
    const f = fixture();
    f.store.cart.add('bowl', 2);
    await priced(f);
    expect([...f.shop.storage.values()]).to.deep.equal([
      '{"version":1,"lines":[{"sku":"bowl","quantity":2}]}',
    ]);
  });

  it('throws at once, with the cure, at a caller’s mistake', () => {
    const { cart } = fixture().store;
    for (const bad of [0, -1, 1.5, NaN, 1000, '2' as unknown as number])
      expect(() => cart.add('bowl', bad)).to.throw(RangeError, 'whole number');
    expect(() => cart.add('')).to.throw(TypeError, 'sku');
  });
});

describe('<store-add-to-cart> and <store-cart-button>', () => {
  it('adds when the merchant’s own button inside is clicked, without sending the form around it', async () => {
    const f = fixture();
    const form = document.createElement('form');
    f.provider.append(form);
    const add = document.createElement('store-add-to-cart');
    add.setAttribute('sku', 'bowl');
    const button = document.createElement('button');
    add.append(button);
    form.append(add);
    await add.updateComplete;
    let sent = false;
    form.addEventListener('submit', () => (sent = true));
    button.click();
    expect(f.store.cart.get().count).to.equal(1);
    expect(sent).to.equal(false);
  });

  it('counts pieces and says so in words', async () => {
    const f = fixture();
    const button = place(f, 'store-cart-button', { href: '/cart.html' });
    f.store.cart.add('bowl', 2);
    f.store.cart.add('mug-ash');
    await button.updateComplete;
    expect(textOf(button)).to.contain('3 items');
    expect(part(button, '.count').textContent).to.equal('3');
  });
});
