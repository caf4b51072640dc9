/**
 * The wallet buttons' side of a checkout: what they ask of the cart and the server, and how a wallet's payment goes through
 * the same table, keys and turn as any other. The gateway's adapter owns the buttons and the sheet; nothing is charged here.
 */
import type { Quote, StoreConfig } from '../api/types.js';
import type { Cart, DeliveryChoice } from '../cart/cart.js';
import { StoreError } from '../errors.js';
import type {
  BillingContact,
  ConfirmResult,
  ConfirmStep,
  ExpressContext,
  ExpressPrice,
} from '../gateways/gateway.js';
import type { Money } from '../money.js';
import { checkFields, EMPTY_FIELDS, type FieldProblems, type Fields } from './fields.js';
import type { Notice } from './flow.js';
import type { LoadParts } from './load-gateway.js';
import { choiceFor } from './place.js';

/** A wallet's payment from the shopper's yes to its end. The table asks it where it would ask the form. */
export interface WalletPayment {
  readonly gateway: string;
  /** Hands the step to the wallet and waits for how it ended. */
  confirm(step: ConfirmStep): Promise<ConfirmResult>;
  /** There was no order to pay, or the payment ended otherwise: the sheet closes. */
  close(error: StoreError): void;
}

/** What the checkout lets the wallets know and do. */
export interface WalletDesk {
  /** What loading a gateway needs. */
  readonly load: LoadParts;
  readonly cart: Cart;
  readonly config: () => StoreConfig | undefined;
  /** Whether a payment may begin now: the shopper is at the form, and the guard, other tabs and older orders allow it. */
  readonly mayBegin: () => boolean;
  /** What the wallet gave makes no order, or another one than it showed: the form has it from here, and the shopper is told why. */
  readonly mend: (fields: Fields, problems: FieldProblems, notice: Notice) => void;
  /** Why no sheet opens. */
  readonly tell: (notice: Notice) => void;
  /** Places the order with these fields and pays it. */
  readonly begin: (fields: Fields, payment: WalletPayment) => void;
}

/** The label of a row of a sheet; in the shopper's language. */
export type SheetLabel = (type: Quote['totals'][number]['type']) => string;

type Asks = Pick<ExpressContext, 'open' | 'reprice' | 'place' | 'onResult'>;

/** What one gateway's buttons may ask. */
export function createWalletAsks(desk: WalletDesk, gateway: string, label: SheetLabel): Asks {
  const { cart } = desk;
  /** What was chosen before the sheet opened, to go back to when it is closed. */
  let before: DeliveryChoice | undefined;
  /** What the sheet says it costs. */
  let shown: ExpressPrice | undefined;
  let paying: { readonly end: (result: ConfirmResult) => void } | undefined;

  const there = (country: string, region?: string, postalCode?: string): DeliveryChoice =>
    choiceFor(
      desk.config(),
      {
        address_country: country,
        ...(region && { address_region: region }),
        ...(postalCode && { postal_code: postalCode }),
      },
      cart.get().delivery,
    );

  function price(): ExpressPrice {
    const { quote, status, error } = cart.get();
    if (status !== 'priced' || !quote) throw error ?? new StoreError('network_failed');
    if (!quote.delivery.optionId || quote.total.amount <= 0)
      throw new StoreError('quote_blocked', undefined, { info: { quote } });
    return (shown = priceOf(quote, label));
  }

  function payment(resolve: (step: ConfirmStep) => void, reject: (error: StoreError) => void): WalletPayment {
    return {
      gateway,
      confirm: (step) =>
        new Promise((end) => {
          paying = { end };
          resolve(step);
        }),
      close: reject,
    };
  }

  const asks: Asks = {
    open() {
      if (!desk.mayBegin()) return undefined;
      before = cart.get().delivery;
      // Prices that are on their way are there when the button is pressed again.
      if (cart.get().status === 'pending') return undefined;
      try {
        return price();
      } catch (error) {
        const { code } = error as StoreError;
        desk.tell(code === 'quote_blocked' ? { kind: code } : { kind: 'error', code, sent: false });
        return undefined;
      }
    },
    async reprice({ country, region, postalCode, optionId }) {
      const { delivery } = cart.get();
      const choice = country === undefined ? delivery : there(country, region, postalCode);
      cart.setDelivery({ ...choice, optionId: optionId ?? choice.optionId });
      await cart.refresh();
      return price();
    },
    async place(contact) {
      before = undefined;
      const fields = fieldsOf(contact);
      const problems = checkFields(fields);
      if (Object.keys(problems).length) {
        desk.mend(fields, problems, { kind: 'wallet' });
        throw new StoreError('request_invalid', 'The wallet did not tell all that an order needs.');
      }
      const agreed = shown?.amount.amount;
      // Another tab may have changed the cart, and a wallet that asked for no address, or told only a part of it, may have shown
      // the price for another place.
      const { delivery } = cart.get();
      const choice = there(fields.country, fields.region, fields.postalCode);
      const moved = (['country', 'region', 'postalCode'] as const).some((k) => choice[k] !== delivery[k]);
      if (moved) cart.setDelivery(choice);
      if (moved || cart.get().status !== 'priced') await cart.refresh();
      if (price().amount.amount !== agreed) {
        desk.mend(fields, {}, { kind: 'quote_changed' });
        throw new StoreError('quote_changed');
      }
      return new Promise((resolve, reject) => desk.begin(fields, payment(resolve, reject)));
    },
    onResult(result) {
      const ended = paying;
      paying = undefined;
      if (ended) return ended.end(result);
      if (result.kind === 'invalid')
        desk.tell({ kind: 'form', ...(result.message !== undefined && { message: result.message }) });
      if (before) cart.setDelivery(before);
      before = undefined;
    },
  };
  return asks;
}

/** In the order of the cart's totals; the chosen way of delivery first, because wallets take the first one as chosen. */
export function priceOf({ totals, total, delivery }: Quote, label: SheetLabel): ExpressPrice {
  const isChosen = ({ id }: { readonly id: string }): number => (id === delivery.optionId ? 0 : 1);
  return {
    amount: total,
    lines: totals
      .filter(({ type, included, amount }) => type !== 'total' && !included && amount.amount !== 0)
      .map(({ type, amount }) => ({ label: label(type), amount })),
    delivery: delivery.options
      .map(({ id, title, amount }): { id: string; label: string; amount: Money } => ({
        id,
        label: title,
        amount,
      }))
      .sort((a, b) => isChosen(a) - isChosen(b)),
  };
}

function fieldsOf(contact: BillingContact): Fields {
  const [street = '', ...more] = contact.lines;
  return Object.freeze<Fields>({
    ...EMPTY_FIELDS,
    email: contact.email,
    phone: contact.phone ?? '',
    fullName: contact.fullName,
    street,
    extended: more.join(', '),
    city: contact.city,
    region: contact.region ?? '',
    postalCode: contact.postalCode ?? '',
    country: contact.country,
  });
}
