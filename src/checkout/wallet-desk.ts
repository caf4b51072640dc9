/** Where wallets' buttons ask: what they may begin, and how what a wallet brought becomes the checkout's own. */
import { StoreError } from '../errors.js';
import type { CheckoutCore } from './core.js';
import type { WalletDesk, WalletPayment } from './express.js';
import type { LoadParts } from './load-gateway.js';

/** `take`: the payment whose sheet is open, in place of the form. */
export function createWalletDesk(
  { cart, guarding, get, commit, send }: CheckoutCore,
  load: LoadParts,
  take: (payment: WalletPayment) => void,
): WalletDesk {
  const desk: WalletDesk = {
    load,
    cart,
    config: () => get().config,
    mayBegin() {
      guarding.learn({ page: true });
      const { flow, verdict, resumed, elsewhere } = get();
      return flow.phase === 'editing' && verdict.mayPay && !resumed && !elsewhere;
    },
    mend(fields, problems, notice) {
      commit({ fields, problems });
      desk.tell(notice);
    },
    tell(notice) {
      commit({ byWallet: true });
      send({ type: 'not_placed', notice });
    },
    begin(fields, payment) {
      if (!desk.mayBegin()) return payment.close(new StoreError('payment_in_progress'));
      commit({ fields, problems: {}, byWallet: true });
      take(payment);
      send({ type: 'express' });
    },
  };
  return desk;
}
