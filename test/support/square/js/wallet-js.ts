/**
 * The double's wallets by Square: Google Pay draws a button into an empty element, Apple Pay leaves that to the page; both show a
 * sheet over it, for a person's press only. As reported of the real ones `update` answers false while a sheet is open, what
 * this shopper does not have can't be made, and line items must come to the total.
 *
 * It does not imitate: the wallets' own looks and rules, discounts, pending amounts, pickup, or a sheet that is answered too late.
 *
 * Served as text beside `squareJs`, so it uses nothing from outside itself.
 */
import type {
  ApplePay,
  GooglePay,
  PaymentRequest,
  PaymentRequestOptions,
  PaymentRequestUpdate,
  ShippingContact,
  TokenResult,
} from '@square/web-payments-sdk-types';

export type FromSheet =
  | { readonly type: 'address'; readonly country: string }
  | { readonly type: 'rate'; readonly id: string }
  | { readonly type: 'agree'; readonly token: string; readonly contact: ShippingContact }
  | { readonly type: 'cancel' };

type Asked = (fact: never) => PaymentRequestUpdate | Promise<PaymentRequestUpdate>;
type Update = Partial<PaymentRequestOptions> & { readonly error?: string };

interface Request extends PaymentRequest {
  readonly ask: (type: string, fact: object) => Promise<void>;
  readonly current: () => Update;
  readonly open: (is: boolean) => void;
}

export function squareWallets(
  origin: string,
  available: readonly string[],
  refuse: (name: string, message?: string) => Error,
) {
  const decimal = (amount: string): number => {
    if (!/^\d+(\.\d{1,3})?$/.test(amount))
      throw refuse('PaymentRequestError', `no decimal string: ${amount}`);
    return Math.round(Number(amount) * 1000);
  };
  function check({ total, lineItems }: Update): void {
    if (!total || !lineItems?.length) return;
    const sum = lineItems.reduce((all, { amount }) => all + decimal(amount), 0);
    if (sum !== decimal(total.amount))
      throw refuse('PaymentRequestError', 'The sum of the line items must equal the total.');
  }

  function paymentRequest(options: PaymentRequestOptions): Request {
    decimal(options.total.amount);
    let current: Update = { ...options };
    let isOpen = false;
    const listeners = new Map<string, Asked>();
    return {
      addEventListener: (type: string, callback: unknown) => void listeners.set(type, callback as Asked),
      update(change) {
        if (isOpen) return false;
        check(change);
        current = { ...current, ...change };
        return true;
      },
      async ask(type, fact) {
        const update = await listeners.get(type)?.(fact as never);
        check(update ?? {});
        const { error: _before, ...rest } = current;
        current = { ...rest, ...update };
      },
      current: () => current,
      open: (is) => (isOpen = is),
    };
  }

  function tokenize(request: Request): Promise<TokenResult> {
    if (!navigator.userActivation.isActive)
      throw refuse('TokenizationError', 'must be called from a user gesture');
    const dialog = document.createElement('dialog');
    const frame = document.createElement('iframe');
    frame.src = `${origin}/v1/wallet-sheet.html`;
    frame.title = 'Wallet';
    frame.style.setProperty('height', '340px');
    dialog.append(frame);
    document.body.append(dialog);
    request.open(true);
    return new Promise((resolve) => {
      const end = (result: TokenResult): void => {
        request.open(false);
        dialog.remove();
        resolve(result);
      };
      frame.addEventListener('load', () => {
        const { port1, port2 } = new MessageChannel();
        const show = (): void => port1.postMessage(request.current());
        port1.onmessage = ({ data }: MessageEvent<FromSheet>) => {
          if (data.type === 'cancel') return end({ status: 'Cancel' });
          if (data.type === 'address')
            return void request.ask('shippingcontactchanged', { countryCode: data.country }).then(show);
          if (data.type === 'rate') {
            const option = request.current().shippingOptions?.find(({ id }) => id === data.id);
            return void request.ask('shippingoptionchanged', option ?? {}).then(show);
          }
          const details = {
            method: 'Google Pay' as const,
            shipping: { contact: data.contact },
            billing: { email: 'wanda@example.com' },
          };
          if (!data.token.includes('hang')) return end({ status: 'OK', token: data.token, details });
          // The sheet is gone, and the token comes when a test says so, long after anybody waits.
          dialog.remove();
          const late = (name: string, result: TokenResult): void =>
            addEventListener(`square-double-${name}`, () => end(result), { once: true });
          late('release', { status: 'OK', token: data.token.replace('hang', 'ok'), details });
          late('cancel', { status: 'Cancel' });
        };
        frame.contentWindow?.postMessage('square-connect', origin, [port2]);
        show();
      });
      dialog.showModal();
    });
  }

  const make = (name: string): Promise<void> =>
    available.includes(name)
      ? Promise.resolve()
      : Promise.reject(refuse('PaymentMethodUnsupportedError', `${name} is not available here`));

  const common = (request: PaymentRequest) => ({
    tokenize: () => tokenize(request as Request),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  });

  return {
    paymentRequest,
    async applePay(request: PaymentRequest): Promise<ApplePay> {
      await make('apple_pay');
      return { ...common(request), destroy: () => Promise.resolve(true) };
    },
    async googlePay(request: PaymentRequest): Promise<GooglePay> {
      await make('google_pay');
      let button: HTMLButtonElement | undefined;
      return {
        ...common(request),
        attach(given: string | HTMLElement) {
          const into = typeof given === 'string' ? document.querySelector<HTMLElement>(given) : given;
          if (!into || into.getRootNode() !== document) throw refuse('ElementNotFoundError');
          if (into.childElementCount > 0) throw refuse('InvalidElementPresentError');
          button = document.createElement('button');
          button.type = 'button';
          button.textContent = 'Google Pay';
          into.append(button);
          return Promise.resolve();
        },
        detach: () => Promise.resolve(true),
        destroy() {
          button?.remove();
          return Promise.resolve(true);
        },
      };
    },
  };
}
