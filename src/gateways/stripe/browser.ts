/**
 * Stripe's browser half: the Payment Element, mounted before there is a payment (deferred), so that the amount can still change
 * while a card is typed, and the wallets of the Express Checkout Element. Settings: `publishable_key`; `account` for Connect; `capture`; `form`: `card-fields` for single card fields in place of the Payment Element; `font_css`, a style sheet for the
 * fonts of the theme; `trusted_types` = `default` on pages that enforce them and let us make that policy.
 */
import { StoreError } from '../../errors.js';
import type { GatewayAdapter } from '../gateway.js';
import { mountCardFields } from './card-fields.js';
import { mountExpress } from './express.js';
import { mountForm } from './form.js';
import { startStripe } from './load.js';
import { isPublishable, publishableMode } from './shapes.js';
import { allowStripeScripts } from './trusted-types.js';

export const stripeAdapter: GatewayAdapter = Object.freeze<GatewayAdapter>({
  name: 'stripe',
  express: true,
  async load({ mode, values }, world, signal) {
    const { publishable_key: key = '', account } = values;
    // Never said which key it was: a secret one would stand in the console.
    if (!isPublishable(key) || publishableMode(key) !== mode)
      throw new StoreError('gateway_settings', `publishable_key must be a ${mode} key, pk_${mode}_…`);
    if (values['trusted_types'] === 'default') allowStripeScripts();
    const stripe = await startStripe({ key, account }, world, signal);
    return {
      methods: () =>
        Promise.resolve([{ id: values['form'] === 'card-fields' ? 'card' : 'all', needsForm: true }]),
      mount: (target, context) =>
        (values['form'] === 'card-fields' ? mountCardFields : mountForm)(
          { stripe, values, world },
          target,
          context,
        ),
      express: (target, context) => mountExpress({ stripe, values, world }, target, context),
    };
  },
});

export default stripeAdapter;
