/**
 * Bank payments (ACH) by Square: no field on the page; the shopper signs in to their bank in a window that Square opens (by
 * Plaid) once the order is placed. What comes of it is a token like any other; the money takes days.
 */
import type { ACH, Payments, SqEvent, TokenizationEvent, TokenResult } from '@square/web-payments-sdk-types';
import { toDecimal } from '../../money.js';
import { StoreError } from '../../errors.js';
import type { ConfirmStep, GatewayWorld, MountContext, PaymentForm } from '../gateway.js';
import { confirmPayment } from './confirm.js';

/** @throws StoreError `mount_failed`. */
export async function mountBank(
  payments: Payments,
  world: GatewayWorld,
  { signal }: MountContext,
): Promise<PaymentForm> {
  const ach = await payments.ach().catch((cause: unknown) => {
    throw new StoreError('mount_failed', undefined, { cause });
  });
  let gone = false;
  const destroy = (): void => {
    if (gone) return;
    gone = true;
    void ach.destroy().catch(() => undefined);
  };
  if (signal.aborted) {
    destroy();
    throw signal.reason;
  }
  return {
    update: () => Promise.resolve(),
    validate: () => Promise.resolve({ valid: true }),
    focus: () => undefined,
    confirm: (step, stop) =>
      confirmPayment({ tokenize: () => tokenize(ach, step), mend: () => undefined, world }, step, stop),
    destroy,
  };
}

/** The answer comes as an event, and the window that was closed as an error in it; what `tokenize` itself answers may be nothing. */
function tokenize(ach: ACH, { amount, billing }: ConfirmStep): Promise<TokenResult> {
  // The event's name is an enum that exists in Square's types alone: nothing of it can be imported.
  const news = ach as Listened;
  return new Promise((resolve, reject) => {
    const hear = ({ detail }: SqEvent<TokenizationEvent>): void => {
      const { tokenResult } = detail;
      news.removeEventListener('ontokenization', hear);
      resolve(tokenResult ?? { status: 'Cancel' });
    };
    // Before the window opens: Square refuses otherwise.
    news.addEventListener('ontokenization', hear);
    ach
      .tokenize({
        intent: 'CHARGE',
        accountHolderName: billing.fullName,
        amount: toDecimal(amount),
        currency: amount.currency,
      })
      .then((result) => result && resolve(result), reject);
  });
}

interface Listened {
  addEventListener(name: 'ontokenization', hear: (event: SqEvent<TokenizationEvent>) => void): void;
  removeEventListener(name: 'ontokenization', hear: (event: SqEvent<TokenizationEvent>) => void): void;
}
