import { expect } from 'chai';
import { createMount } from '../../components/base/mount.js';

/** A foreign element with a shadow root that shows `inside`. */
function foreign(options: ShadowRootInit, inside: HTMLElement): HTMLElement {
  const host = document.createElement('div');
  host.attachShadow(options).append(inside);
  return host;
}

function ours(): HTMLElement {
  const host = document.createElement('div');
  host.attachShadow({ mode: 'open' }).innerHTML = '<p>before</p><slot name="payment"></slot>';
  return host;
}

describe('the mount of a card form', () => {
  let placed: HTMLElement;
  const place = (element: HTMLElement): void => {
    placed = element;
    document.body.append(element);
  };
  afterEach(() => placed.remove());

  for (const depth of [0, 1, 2, 3]) {
    for (const mode of ['open', 'closed'] as const) {
      it(`stands in the document itself and is seen inside ${depth} foreign shadow roots (${mode})`, () => {
        const host = ours();
        let outer = host;
        for (let i = 0; i < depth; i++) outer = foreign({ mode }, outer);
        place(outer);
        const mount = createMount(host, 'payment');
        mount.element.style.height = '20px';
        expect(mount.element.getRootNode()).to.equal(document);
        expect(mount.element.getBoundingClientRect().height).to.equal(20);
        const [top] = [host.getBoundingClientRect().top];
        expect(mount.element.getBoundingClientRect().top).to.be.greaterThan(top);
        expect(mount.element.getBoundingClientRect().bottom).to.be.at.most(
          host.getBoundingClientRect().bottom + 1,
        );
      });
    }
  }

  it('is seen in a shadow root that assigns its slots by hand', () => {
    const host = ours();
    place(foreign({ mode: 'open', slotAssignment: 'manual' }, host));
    const mount = createMount(host, 'payment');
    mount.element.style.height = '20px';
    expect(mount.element.getBoundingClientRect().height).to.equal(20);
  });

  it('lets the frames of one gateway find each other', async () => {
    const host = ours();
    place(foreign({ mode: 'open' }, foreign({ mode: 'open' }, host)));
    const { element } = createMount(host, 'payment');
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    element.append(frame);
    await loaded;
    const found = Array.from({ length: window.frames.length }, (_, i) => window.frames[i]).includes(
      frame.contentWindow ?? undefined,
    );
    expect(found).to.equal(true);
  });

  it('leaves nothing behind', () => {
    const host = ours();
    place(foreign({ mode: 'open' }, foreign({ mode: 'open' }, host)));
    const before = placed.childNodes.length + host.childNodes.length;
    createMount(host, 'payment').remove();
    expect(placed.childNodes.length + host.childNodes.length).to.equal(before);
    expect(document.querySelector('[data-store-mount]')).to.equal(null);
  });

  it('keeps two checkouts on one page apart', () => {
    const [a, b] = [ours(), ours()];
    const page = document.createElement('div');
    page.append(foreign({ mode: 'open' }, a), foreign({ mode: 'open' }, b));
    place(page);
    const mounts = [createMount(a, 'payment'), createMount(b, 'payment')];
    for (const { element } of mounts) element.style.height = '10px';
    const [first, second] = mounts.map((m) => m.element.getBoundingClientRect().top);
    expect(first).to.not.equal(second);
  });
});
