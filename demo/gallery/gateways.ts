/** Gateways to look at: a card form on another origin that takes the look it is given, one with wallets, one that is blocked. */
import { StoreError } from '../../src/errors.js';
import type { AdapterLoader } from '../../src/checkout/load-gateway.js';
import type { Appearance, GatewayAdapter, LoadedGateway } from '../../src/gateways/gateway.js';
import { otherOrigin } from './shop.js';

const done = (): Promise<void> => Promise.resolve();

const frameUrl = (look: Appearance): string =>
  `${otherOrigin()}/gallery/card.html#${encodeURIComponent(JSON.stringify(look))}`;

const loaded: LoadedGateway = {
  methods: () => Promise.resolve([{ id: 'card', needsForm: true }]),
  async mount(target, { appearance, onChange }) {
    const frame = document.createElement('iframe');
    frame.title = 'Card details';
    // Whatever the page says of frames, as a gateway would want it.
    frame.style.cssText =
      'display:block!important;inline-size:100%!important;block-size:168px!important;border:0!important';
    frame.style.colorScheme = appearance.scheme;
    frame.src = frameUrl(appearance);
    const there = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    target.append(frame);
    await there;
    onChange({ empty: true, complete: false });
    return {
      update(change) {
        if (change.appearance) {
          frame.style.colorScheme = change.appearance.scheme;
          frame.src = frameUrl(change.appearance);
        }
        return done();
      },
      validate: () => Promise.resolve({ valid: true }),
      focus: () => frame.focus(),
      // As a gateway that thinks about it.
      confirm: () => new Promise(() => undefined),
      destroy: () => frame.remove(),
    };
  },
};

const card: GatewayAdapter = { name: 'gallery', load: () => Promise.resolve(loaded) };

const wallets: GatewayAdapter = {
  name: 'gallery-wallets',
  express: true,
  load: () =>
    Promise.resolve({
      ...loaded,
      express(target) {
        const button = document.createElement('button');
        button.textContent = 'Example Pay';
        button.style.cssText =
          'inline-size:100%;block-size:48px;border:0;border-radius:8px;background:#000;color:#fff;font:600 17px sans-serif';
        target.append(button);
        return Promise.resolve({ wallets: ['example_pay'], update: done, destroy: () => button.remove() });
      },
    }),
};

const blocked: GatewayAdapter = {
  name: 'gallery-blocked',
  load: () => Promise.reject(new StoreError('gateway_blocked')),
};

export const ADAPTERS: Readonly<Record<string, AdapterLoader>> = Object.fromEntries(
  [card, wallets, blocked].map((each) => [each.name, () => Promise.resolve(each)]),
);
