/**
 * From what was typed to a token, 3-D Secure inside, and from the token to our server, which alone charges it. As long as no
 * token has left for the server nothing can be charged, whatever Square's script does or says.
 */
import type { ChargeCardVerificationDetails, TokenError, TokenResult } from '@square/web-payments-sdk-types';
import { toDecimal } from '../../money.js';
import type { BillingContact, ConfirmResult, ConfirmStep, GatewayWorld } from '../gateway.js';

/**
 * ms. `tokenize()` has been seen never to settle (Square forum 26576, 28461); a bank's question may take its minutes. A token
 * that comes later is dropped.
 */
export const TOKENIZE_TIMEOUT = 180_000;

export interface Tokenizing {
  readonly tokenize: () => Promise<TokenResult | undefined>;
  /** The cursor goes where something needs mending. */
  readonly mend: (field: string | undefined) => void;
  readonly world: Pick<GatewayWorld, 'wait'>;
  /** What there is will do, if it is less than the amount. */
  readonly partial?: boolean;
}

export async function confirmPayment(
  { tokenize, mend, world, partial = false }: Tokenizing,
  step: ConfirmStep,
  signal: AbortSignal,
): Promise<ConfirmResult> {
  const over = new AbortController();
  const late = world.wait(TOKENIZE_TIMEOUT, AbortSignal.any([over.signal, signal])).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  let result: TokenResult | 'late' | undefined;
  try {
    result = await Promise.race([tokenize(), late]);
  } catch (error) {
    return fault(error instanceof Error && 'errors' in error ? (error.errors as TokenError[]) : [], mend);
  } finally {
    over.abort();
  }
  // The order's own page asks the server, where nothing was charged: the shopper can pay it there, once.
  if (result === 'late') return { kind: 'unknown' };
  switch (result?.status) {
    case 'OK':
      // What became of a token that has left is the server's to say.
      return step.submit(result.token, { partial }).catch(() => ({ kind: 'unknown' as const }));
    case 'Invalid':
    case 'Error':
      return fault(result.errors, mend);
    case 'Cancel':
    case 'Abort':
      return { kind: 'canceled' };
    default:
      // No token, so nothing was charged.
      return { kind: 'invalid' };
  }
}

/** Something typed is not right, or the bank refused the shopper: Square says it in the shopper's language. */
function fault(errors: readonly TokenError[], mend: Tokenizing['mend']): ConfirmResult {
  const [first] = errors;
  mend(first && 'field' in first ? first.field : undefined);
  const message = errors.map((error) => error.message).find(Boolean);
  return { kind: 'invalid', ...(message !== undefined && { message }) };
}

/** For 3-D Secure; the amount is the frozen one, as it will be charged. */
export const verificationDetails = ({ amount, billing }: ConfirmStep): ChargeCardVerificationDetails => ({
  amount: toDecimal(amount),
  currencyCode: amount.currency,
  intent: 'CHARGE',
  customerInitiated: true,
  sellerKeyedIn: false,
  billingContact: contactOf(billing),
});

/** Square wants two names; the last word counts as the family's. What the store does not know is left out. */
function contactOf(billing: BillingContact): ChargeCardVerificationDetails['billingContact'] {
  const names = billing.fullName.trim().split(/\s+/);
  const familyName = names.length > 1 ? names.pop() : undefined;
  const lines = billing.lines.filter(Boolean);
  const known = {
    givenName: names.join(' '),
    familyName,
    city: billing.city,
    state: billing.region,
    postalCode: billing.postalCode,
    countryCode: billing.country,
    email: billing.email,
    phone: billing.phone,
  };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => Boolean(value))),
    ...(lines.length > 0 && { addressLines: lines }),
  };
}
