/** Where wallets' buttons ask: what they may begin, and how what a wallet brought becomes the checkout's own. */
import { StoreError } from '../errors.js';
import type { CheckoutCore } from './core.js';
import type { WalletDesk, WalletPayment } from './express.js';
import type { Fields } from './fields.js';
import type { LoadParts } from './load-gateway.js';

export function createWalletDesk(
  { cart, guarding, get, commit, send }: CheckoutCore,
  load: LoadParts,
  side: {
    /** The payment whose sheet is open, in place of the form. */
    readonly take: (payment: WalletPayment) => void;
    /** Fields that are to be mended in the form. */
    readonly adopt: (fields: Fields) => void;
    /** What else the shopper has to agree to. */
    readonly unagreed: () => readonly string[];
  },
): WalletDesk {
  const desk: WalletDesk = {
    load,
    cart,
    config: () => get().config,
    mayBegin() {
      guarding.learn({ page: true });
      const { flow, verdict, resumed, elsewhere } = get();
      if (flow.phase !== 'editing' || !verdict.mayPay || resumed || elsewhere) return false;
      const unagreed = side.unagreed();
      commit({ unagreed });
      if (unagreed.length) desk.tell({ kind: 'consents' });
      return unagreed.length === 0;
    },
    mend(fields, problems, notice) {
      side.adopt(fields);
      commit({ problems });
      desk.tell(notice);
    },
    tell(notice) {
      commit({ byWallet: true });
      send({ type: 'not_placed', notice });
    },
    begin(fields, payment) {
      if (!desk.mayBegin()) return payment.close(new StoreError('payment_in_progress'));
      commit({ fields, problems: {}, doubts: {}, ownBilling: false, byWallet: true });
      side.take(payment);
      send({ type: 'express' });
    },
  };
  return desk;
}
