/**
 * Square's browser half: the card in Square's own frame, turned into a single-use token that our server charges. Settings:
 * `application_id`, `location_id`; `methods`, ways to pay beside the card, parted by spaces: `gift_card ach cash_app`; `wallets`, of which
 * buttons are wanted: `apple_pay google_pay`. Bank payments (`ach`) load `https://cdn.plaid.com` when they open.
 */
import type { Payments } from '@square/web-payments-sdk-types';
import { StoreError } from '../../errors.js';
import type { GatewayAdapter, PaymentContext, PaymentMethod } from '../gateway.js';
import { mountBank } from './bank.js';
import { isBackFromCashApp, makeCashApp, mountCashApp } from './cash-app.js';
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
      methods: (context) => offered(payments, values['methods'] ?? '', context),
      mount(target, context) {
        if (context.method === 'ach') return mountBank(payments, world, context);
        if (context.method === 'cash_app') return mountCashApp(payments, target, context);
        return mountForm(payments, world, target, context);
      },
      express: (target, context) => mountWallets(payments, values['wallets'] ?? '', target, context),
    };
  },
});

interface Other extends Omit<PaymentMethod, 'id'> {
  readonly make: (payments: Payments, context: PaymentContext) => Promise<{ destroy(): Promise<boolean> }>;
}

const OTHERS: Readonly<Record<'gift_card' | 'ach' | 'cash_app', Other>> = {
  gift_card: { needsForm: true, make: (payments) => payments.giftCard() },
  ach: { needsForm: false, make: (payments) => payments.ach() },
  cash_app: { needsForm: true, ownButton: true, make: makeCashApp },
};

/** Square says what it can offer by refusing to make the others (`PaymentMethodUnsupportedError`). */
async function offered(
  payments: Payments,
  wanted: string,
  context: PaymentContext,
): Promise<PaymentMethod[]> {
  const methods: PaymentMethod[] = [{ id: 'card', needsForm: true, paysRest: true }];
  for (const id of ['gift_card', 'ach', 'cash_app'] as const) {
    if (!wanted.split(' ').includes(id)) continue;
    const { make, ...method } = OTHERS[id];
    const made = await attempt(() => make(payments, context));
    if (!made) continue;
    methods.push({ id, ...method });
    void made.destroy().catch(() => undefined);
  }
  return isBackFromCashApp()
    ? methods.toSorted((a, b) => Number('ownButton' in b) - Number('ownButton' in a))
    : methods;
}

/** Some of Square's refusals are thrown, some come as a promise's. */
const attempt = async <T>(make: () => T | Promise<T>): Promise<T | undefined> => {
  try {
    return await make();
  } catch {
    return undefined;
  }
};

export default squareAdapter;
