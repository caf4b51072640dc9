/**
 * Cash App Pay by Square: a button of its own in our mount, and the shopper's yes in their app: beside the page, by a code to
 * scan, or on a phone by leaving for the app and coming back. What comes of it is a token for one amount; it waits here until
 * the order is placed, and is dropped when the amount is another one by then.
 */
import type {
  CashAppPay,
  CashAppPayEventData,
  Payments,
  SqEvent,
  TokenizationEvent,
} from '@square/web-payments-sdk-types';
import { toDecimal, type Money } from '../../money.js';
import type { MountContext, PaymentContext, PaymentForm } from '../gateway.js';
import { failed } from './form.js';

/** In the address the app comes back to: the way to pay the shopper had chosen. */
const RETURNED = 'store_pay';

/** Whether the shopper has just come back from the app, which has the form shown first. */
export const isBackFromCashApp = (): boolean =>
  new URL(location.href).searchParams.get(RETURNED) === 'cash_app';

function returnAddress(): string {
  const url = new URL(location.href);
  url.hash = '';
  url.searchParams.set(RETURNED, 'cash_app');
  return url.href;
}

/** One button, for one amount: its request can't be changed. @throws what Square throws where it can't be offered. */
export function makeCashApp(
  payments: Payments,
  { amount, country }: Pick<PaymentContext, 'amount' | 'country'>,
  label = '',
): Promise<CashAppPay> {
  const request = payments.paymentRequest({
    countryCode: country,
    currencyCode: amount.currency,
    total: { amount: toDecimal(amount), label },
  });
  return payments.cashAppPay(request, { redirectURL: returnAddress() });
}

/** @throws StoreError `mount_failed`. */
export async function mountCashApp(
  payments: Payments,
  target: HTMLElement,
  context: MountContext,
): Promise<PaymentForm> {
  const { button, signal } = context;
  let amount = context.amount;
  let shown: CashAppPay | undefined;
  let agreed: { readonly token: string; readonly amount: Money } | undefined;
  let gone = false;

  function keep(change: typeof agreed): void {
    agreed = change;
    if (!gone) context.onChange({ empty: !change, complete: Boolean(change) });
  }

  async function show(): Promise<void> {
    const mine = amount;
    const method = await makeCashApp(payments, { ...context, amount: mine }, context.words.total);
    method.addEventListener('ontokenization', ({ detail }: SqEvent<CashAppPayEventData>) => {
      const { tokenResult } = detail as TokenizationEvent;
      if (gone || method !== shown) return;
      if (tokenResult?.status !== 'OK') return keep(undefined);
      keep({ token: tokenResult.token, amount: mine });
      button.pressed();
    });
    shown = method;
    await method.attach(target, lookOf(context), () => Promise.resolve(button.mayPress()));
  }

  async function hide(): Promise<void> {
    const old = shown;
    shown = undefined;
    await old?.destroy().catch(() => undefined);
    target.replaceChildren();
  }

  /** One change after another: two buttons must never stand in one place. */
  let work = show();
  const renew = (): Promise<void> =>
    (work = work
      .then(hide)
      .then(() => (gone ? undefined : show()))
      .catch((cause: unknown) => {
        if (!gone) context.onError(failed(cause));
      }));

  function destroy(): void {
    if (gone) return;
    gone = true;
    void work.then(hide, hide);
    target.replaceChildren();
  }

  try {
    await work;
    signal.throwIfAborted();
  } catch (cause) {
    destroy();
    if (signal.aborted) throw signal.reason;
    throw failed(cause);
  }
  return {
    async update(change) {
      if (!change.amount || change.amount.amount === amount.amount) return;
      amount = change.amount;
      keep(undefined);
      await renew();
    },
    validate: () => Promise.resolve({ valid: agreed !== undefined }),
    focus: () => target.querySelector('button')?.focus(),
    async confirm(step) {
      const mine = agreed;
      keep(undefined);
      // A token and its button are good for one try.
      void renew();
      if (mine?.amount.amount !== step.amount.amount) return { kind: 'invalid' };
      return step.submit(mine.token).catch(() => ({ kind: 'unknown' as const }));
    },
    destroy,
  };
}

const lookOf = ({ appearance }: MountContext) =>
  ({ theme: appearance.scheme === 'dark' ? 'light' : 'dark', width: 'full', size: 'medium' }) as Parameters<
    CashAppPay['attach']
  >[1];
