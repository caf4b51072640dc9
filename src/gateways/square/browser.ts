/**
 * Square's browser half: the card in Square's own frame, turned into a single-use token that our server charges. Settings:
 * `application_id`, `location_id`; `methods`, ways to pay beside the card, parted by spaces: `gift_card ach`; `wallets`, of which
 * buttons are wanted: `apple_pay google_pay`. Bank payments (`ach`) load `https://cdn.plaid.com` when they open.
 */
import type { Payments } from '@square/web-payments-sdk-types';
import { StoreError } from '../../errors.js';
import type { GatewayAdapter, PaymentMethod } from '../gateway.js';
import { mountBank } from './bank.js';
import { mountWallets } from './express.js';
import { mountForm } from './form.js';
import { startSquare } from './load.js';
import { applicationMode, isLocation } from './shapes.js';

export const squareAdapter: GatewayAdapter = Object.freeze<GatewayAdapter>({
  name: 'square',
  express: true,
  async load({ mode, values }, world, signal) {
    const { application_id: applicationId = '', location_id: locationId = '' } = values;
    // Never said which they were: a token would stand in the console.
    if (applicationMode(applicationId) !== mode || !isLocation(locationId))
      throw new StoreError('gateway_settings', `application_id must be a ${mode} one, with its location_id.`);
    const payments = await startSquare({ applicationId, locationId }, world, signal);
    return {
      methods: () => offered(payments, values['methods'] ?? ''),
      mount: (target, context) =>
        context.method === 'ach'
          ? mountBank(payments, world, context)
          : mountForm(payments, world, target, context),
      express: (target, context) => mountWallets(payments, values['wallets'] ?? '', target, context),
    };
  },
});

const OTHERS = {
  gift_card: { needsForm: true, make: (payments: Payments) => payments.giftCard() },
  ach: { needsForm: false, make: (payments: Payments) => payments.ach() },
} as const;

/** Square says what it can offer by refusing to make the others (`PaymentMethodUnsupportedError`). */
async function offered(payments: Payments, wanted: string): Promise<PaymentMethod[]> {
  const methods: PaymentMethod[] = [{ id: 'card', needsForm: true, paysRest: true }];
  for (const id of ['gift_card', 'ach'] as const) {
    if (!wanted.split(' ').includes(id)) continue;
    const { needsForm, make } = OTHERS[id];
    const made = await make(payments).catch(() => undefined);
    if (!made) continue;
    methods.push({ id, needsForm });
    void made.destroy().catch(() => undefined);
  }
  return methods;
}

export default squareAdapter;
