/**
 * Apple Pay and Google Pay by Square: a button each, a sheet of the wallet's own, a token at the end that only our server can
 * charge. As long as no token has left for the server nothing can be charged, whatever a sheet does or never says.
 */
import type {
  ApplePay,
  GooglePay,
  LineItem,
  PaymentRequest,
  PaymentRequestOptions,
  PaymentRequestUpdate,
  Payments,
  ShippingContact,
  TokenDetails,
  TokenResult,
} from '@square/web-payments-sdk-types';
import { isStoreError, StoreError } from '../../errors.js';
import { times, toDecimal } from '../../money.js';
import type {
  Appearance,
  BillingContact,
  ConfirmStep,
  ExpressButtons,
  ExpressContext,
  ExpressPrice,
} from '../gateway.js';

interface Wallet {
  readonly id: 'apple_pay' | 'google_pay';
  readonly method: ApplePay | GooglePay;
}

/** @throws StoreError `mount_failed`. */
export async function mountWallets(
  payments: Payments,
  wanted: string,
  target: HTMLElement,
  context: ExpressContext,
): Promise<ExpressButtons> {
  /** As the sheet shows it. */
  let shown: ExpressPrice = { amount: context.amount, lines: [], delivery: [] };
  const show = (price: ExpressPrice): PaymentRequestUpdate => {
    shown = price;
    return sheetOf(price, context);
  };
  let presses = 0;
  const request = makeRequest(payments, context, show);
  const made = await offered(payments, request, wanted.split(' '));
  const destroy = (): void => {
    for (const { method } of made.splice(0)) void method.destroy().catch(() => undefined);
    target.replaceChildren();
  };

  async function press({ method }: Wallet): Promise<void> {
    const price = context.open();
    if (!price) return;
    // Square refuses while a sheet is open, or has never come to an end.
    if (request.update(sheetOf(price, context))) shown = price;
    else if (price.amount.amount !== shown.amount.amount)
      return context.onError(new StoreError('gateway_failed', 'The wallet is stuck at an older price.'));
    // In the same task as the press: wallets open for a person only.
    // A sheet that never came to an end must not end, or pay in place of, one that was opened after it.
    const mine = ++presses;
    await pay(method.tokenize(), context, () => (mine === presses ? shown.amount : undefined));
  }

  try {
    const row = rowIn(target);
    const failures: unknown[] = [];
    for (const wallet of [...made]) {
      const place = placeIn(row);
      try {
        if (wallet.id === 'google_pay')
          await (wallet.method as GooglePay).attach(place, googleLook(context.appearance));
        else place.append(appleButton(context.appearance));
        place.addEventListener('click', () => void press(wallet));
      } catch (cause) {
        // One wallet's failure is not the other's.
        failures.push(cause);
        made.splice(made.indexOf(wallet), 1);
        void wallet.method.destroy().catch(() => undefined);
        place.remove();
      }
    }
    context.signal.throwIfAborted();
    if (made.length === 0 && failures.length > 0) throw failures[0];
  } catch (cause) {
    destroy();
    if (context.signal.aborted) throw context.signal.reason;
    throw isStoreError(cause) ? cause : new StoreError('mount_failed', undefined, { cause });
  }
  return {
    wallets: made.map(({ id }) => id),
    update({ amount }) {
      if (amount)
        request.update({ total: { amount: toDecimal(amount), label: context.words.total }, lineItems: [] });
      return Promise.resolve();
    },
    destroy,
  };
}

function makeRequest(
  payments: Payments,
  context: ExpressContext,
  show: (price: ExpressPrice) => PaymentRequestUpdate,
): PaymentRequest {
  const options: PaymentRequestOptions = {
    countryCode: context.country,
    currencyCode: context.amount.currency,
    total: { amount: toDecimal(context.amount), label: context.words.total },
    requestShippingContact: true,
    requestBillingContact: true,
  };
  const request = requestOf(payments, options);
  const reprice = (change: Parameters<ExpressContext['reprice']>[0]): Promise<PaymentRequestUpdate> =>
    context.reprice(change).then(show, (error: unknown) => ({
      error:
        isStoreError(error) && error.origin === 'network'
          ? context.words.unreachable
          : context.words.notServed,
    }));
  request.addEventListener('shippingcontactchanged', (to: ShippingContact) =>
    reprice(
      to.countryCode === undefined
        ? {}
        : {
            country: to.countryCode,
            ...(to.state && { region: to.state }),
            ...(to.postalCode && { postalCode: to.postalCode }),
          },
    ),
  );
  request.addEventListener('shippingoptionchanged', ({ id }: { readonly id: string }) =>
    reprice({ optionId: id }),
  );
  return request;
}

function requestOf(payments: Payments, options: PaymentRequestOptions): PaymentRequest {
  try {
    return payments.paymentRequest(options);
  } catch (cause) {
    throw new StoreError('mount_failed', undefined, { cause });
  }
}

/** Square says what this shopper has by refusing to make the others. */
async function offered(
  payments: Payments,
  request: PaymentRequest,
  wanted: readonly string[],
): Promise<Wallet[]> {
  const makers = {
    apple_pay: () => payments.applePay(request),
    google_pay: () => payments.googlePay(request),
  };
  const made: Wallet[] = [];
  for (const id of ['apple_pay', 'google_pay'] as const) {
    if (!wanted.includes(id)) continue;
    const method = await makers[id]().catch(() => undefined);
    if (method) made.push({ id, method });
  }
  return made;
}

async function pay(
  token: Promise<TokenResult>,
  context: ExpressContext,
  /** What the sheet shows; undefined once another one was opened. */
  shown: () => ExpressPrice['amount'] | undefined,
): Promise<void> {
  const result = await token.catch(() => undefined);
  if (!shown()) return;
  if (result?.status === 'Cancel' || result?.status === 'Abort')
    return context.onResult({ kind: 'canceled' });
  if (result?.status !== 'OK') {
    const [first] = result && 'errors' in result ? result.errors : [];
    return context.onResult({ kind: 'invalid', ...(first?.message && { message: first.message }) });
  }
  let step: ConfirmStep;
  try {
    step = await context.place(contactOf(result.details));
  } catch {
    // The page says why; the token is dropped, and with it the payment.
    return;
  }
  context.onResult(
    step.amount.amount === shown()?.amount
      ? await step.submit(result.token).catch(() => ({ kind: 'unknown' as const }))
      : { kind: 'invalid' },
  );
}

const lineOf = ({ label, amount }: ExpressPrice['lines'][number]): LineItem => ({
  label,
  amount: toDecimal(amount),
});

const sheetOf = (
  { amount, lines, delivery }: ExpressPrice,
  { words }: ExpressContext,
): PaymentRequestUpdate => ({
  total: { amount: toDecimal(amount), label: words.total },
  lineItems: lines.filter(({ amount }) => amount.amount > 0).map(lineOf),
  // Square wants what is taken off apart, and positive.
  discounts: lines
    .filter(({ amount }) => amount.amount < 0)
    .map(({ label, amount }) => lineOf({ label, amount: times(amount, -1) })),
  shippingOptions: delivery.map((option) => ({ ...lineOf(option), id: option.id })),
});

/** Whom it is sent to. What is missing the store misses, too, and says so. */
function contactOf(details: TokenDetails | undefined): BillingContact {
  const { shipping, billing } = details ?? {};
  const to = shipping?.contact ?? billing ?? {};
  const email = to.email ?? billing?.email ?? '';
  const phone = to.phone ?? billing?.phone;
  return {
    email,
    ...(phone && { phone }),
    fullName: [to.givenName, to.familyName].filter(Boolean).join(' '),
    lines: to.addressLines ?? [],
    city: to.city ?? '',
    ...(to.state && { region: to.state }),
    ...(to.postalCode && { postalCode: to.postalCode }),
    country: to.countryCode ?? '',
  };
}

const googleLook = ({ scheme, radius }: Appearance): Parameters<GooglePay['attach']>[1] => ({
  // Dark on a dark page would not be seen.
  buttonColor: scheme === 'dark' ? 'white' : 'black',
  buttonSizeMode: 'fill',
  buttonType: 'long',
  buttonRadius: Number.parseFloat(radius) || 0,
});

function styled<E extends HTMLElement>(element: E, properties: Readonly<Record<string, string>>): E {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
  return element;
}

function rowIn(target: HTMLElement): HTMLElement {
  const row = styled(document.createElement('div'), { display: 'flex', 'flex-wrap': 'wrap', gap: '8px' });
  target.append(row);
  return row;
}

function placeIn(row: HTMLElement): HTMLElement {
  const place = styled(document.createElement('div'), { flex: '1 1 9rem', height: '48px' });
  row.append(place);
  return place;
}

/** Apple draws it (developer.apple.com/apple-pay/marketing), where the browser knows the look; Square gives none. */
function appleButton({ scheme, radius }: Appearance): HTMLButtonElement {
  const button = styled(document.createElement('button'), {
    width: '100%',
    height: '100%',
    border: '0',
    'border-radius': radius,
    '-webkit-appearance': '-apple-pay-button',
    '-apple-pay-button-type': 'plain',
    '-apple-pay-button-style': scheme === 'dark' ? 'white' : 'black',
  });
  button.type = 'button';
  button.setAttribute('aria-label', 'Apple Pay');
  return button;
}
