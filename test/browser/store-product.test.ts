import { expect } from 'chai';
import { appears, fixture, nextEvent, part, place, textOf } from '../support/fixture.js';

describe('<store-product>', () => {
  it('shows what stands inside until the product is there, then price, options and what is sold out', async () => {
    const f = fixture();
    const open = f.shop.hold();
    const product = place(f, 'store-product', { product: 'mug' });
    product.append('A mug');
    await product.updateComplete;
    expect(part(product, 'slot')).to.not.equal(null);
    open();
    await appears(product, '[part=price]');
    expect(textOf(product)).to.contain('$28.00');
    expect(textOf(product)).to.contain('Indigo – Sold out');
  });

  it('keeps the room of the picture while it is loaded and nothing stands inside', async () => {
    const f = fixture();
    f.shop.hold();
    const product = place(f, 'store-product', { product: 'mug' });
    await product.updateComplete;
    expect(part(product, '.skeleton').getBoundingClientRect().height).to.be.greaterThan(100);
  });

  it('adds the chosen variant, unless somebody objects', async () => {
    const f = fixture();
    const product = place(f, 'store-product', { product: 'mug' });
    const add = await appears(product, '[part=button-primary]');
    f.provider.addEventListener('store-item-add', (event) => event.preventDefault(), { once: true });
    add.click();
    expect(f.store.cart.get().count).to.equal(0);
    add.click();
    expect(f.store.cart.get().lines).to.deep.equal([{ sku: 'mug-ash', quantity: 1 }]);
  });

  it('leaves its content standing when the product can’t be loaded, and says so', async () => {
    const f = fixture();
    const heard = nextEvent<Event & { detail: { code: string } }>(document, 'store-error');
    const product = place(f, 'store-product', { product: 'nothing' });
    expect((await heard).detail.code).to.equal('not_found');
    await appears(product, '[part=notice]');
    expect(textOf(product)).to.contain('no such product');
    expect(part(product, 'slot')).to.not.equal(null);
  });
});
