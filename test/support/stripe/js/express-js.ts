/**
 * The double's Express Checkout Element: wallets' buttons in a frame, and a sheet over the page that stands for the browser's
 * or the wallet's own. As the real one does it opens no sheet unless the click was answered within a second, refuses line items
 * that come to more than the amount, wants a way of delivery with an address, tells before the shopper agrees only a coarse
 * address, and waits for an answer to each change.
 *
 * It does not imitate: the wallets' own rules and looks, billing addresses, recurring payments, or what a sheet does while it is
 * answered too late.
 *
 * Served as text beside `stripeJs`, so it uses nothing from outside itself.
 */
import type {
  AvailablePaymentMethods,
  BillingDetails,
  ClickResolveDetails,
  ExpressPaymentType,
  ShippingAddress,
  StripeExpressCheckoutElementConfirmEvent,
  StripeExpressCheckoutElementOptions,
} from '@stripe/stripe-js';

export type FromButtons =
  | { readonly type: 'ready'; readonly available: AvailablePaymentMethods | undefined }
  | { readonly type: 'click'; readonly wallet: ExpressPaymentType };

export type FromSheet =
  | { readonly type: 'address'; readonly country: string }
  | { readonly type: 'rate'; readonly id: string }
  | { readonly type: 'agree'; readonly billing: BillingDetails; readonly shipping: ShippingAddress }
  | { readonly type: 'cancel' };

export interface ToSheet {
  readonly total: number;
  readonly details: ClickResolveDetails;
  readonly countries: readonly string[] | undefined;
  readonly note?: string;
}

/** What `stripeJs` lends. */
export interface ExpressTools {
  readonly frame: (address: string, container: Element, title: string) => HTMLIFrameElement;
  readonly connect: <From, To>(
    frame: HTMLIFrameElement,
    hear: (message: From) => void,
  ) => { send: (message: To) => void };
  readonly refusal: (message: string) => Error;
  readonly amount: () => number;
  readonly gone: () => void;
}

export function expressElement(tools: ExpressTools, options: StripeExpressCheckoutElementOptions) {
  const listeners = new Map<string, Set<(event: object) => void>>();
  const emit = (type: string, event: object): void =>
    listeners.get(type)?.forEach((listener) => listener({ elementType: 'expressCheckout', ...event }));
  let wrapper: HTMLElement | undefined;
  let dialog: HTMLDialogElement | undefined;
  let destroyed = false;
  let name = '';
  let current: ClickResolveDetails = {};
  let sheet: { send: (message: ToSheet) => void } | undefined;

  function check(details: ClickResolveDetails): void {
    const sum = (details.lineItems ?? []).reduce((total, { amount }) => total + amount, 0);
    if (sum > tools.amount())
      throw tools.refusal(
        `The amount ${String(tools.amount())} is less than the total amount of the line items provided.`,
      );
    if (options.shippingAddressRequired && !details.shippingRates?.length)
      throw tools.refusal('When shippingAddressRequired is true, shippingRates are required.');
  }
  const show = (note?: string): void =>
    sheet?.send({
      total: tools.amount(),
      details: current,
      countries: options.allowedShippingCountries,
      ...(note !== undefined && { note }),
    });

  function close(): void {
    dialog?.remove();
    dialog = sheet = undefined;
  }

  /** The sheet's question, and the page's answer to it. */
  const ask = (type: string, facts: object): void =>
    emit(type, {
      ...facts,
      resolve: (details: ClickResolveDetails = {}) => {
        current = { ...current, ...details };
        check(current);
        show();
      },
      reject: () => show('This address is not served.'),
    });

  function open(wallet: ExpressPaymentType): void {
    dialog = document.createElement('dialog');
    document.body.append(dialog);
    const shown = tools.frame('https://js.stripe.com/endive/wallet-sheet.html', dialog, 'Wallet');
    shown.style.setProperty('height', '340px');
    name = shown.name;
    sheet = tools.connect<FromSheet, ToSheet>(shown, (message) => {
      if (message.type === 'cancel') {
        close();
        return emit('cancel', {});
      }
      if (message.type === 'address')
        return ask('shippingaddresschange', {
          name: '',
          address: { city: 'Somewhere', state: '', postal_code: '', country: message.country },
        });
      const rate = current.shippingRates?.find(({ id }) => message.type === 'rate' && id === message.id);
      if (message.type === 'rate') return ask('shippingratechange', { shippingRate: rate });
      const agreed: Omit<StripeExpressCheckoutElementConfirmEvent, 'elementType'> = {
        billingDetails: message.billing,
        shippingAddress: message.shipping,
        expressPaymentType: wallet,
        paymentFailed: () => close(),
      };
      emit('confirm', agreed);
    });
    show();
    dialog.showModal();
  }

  function clicked(wallet: ExpressPaymentType): void {
    let answered = false;
    // The real one waits a second; what comes later opens nothing.
    const late = setTimeout(() => (answered = true), 1000);
    emit('click', {
      expressPaymentType: wallet,
      resolve: (details: ClickResolveDetails = {}) => {
        if (answered) throw tools.refusal('The click event was answered too late.');
        answered = true;
        clearTimeout(late);
        check(details);
        current = details;
        open(wallet);
      },
      reject: () => {
        answered = true;
        clearTimeout(late);
      },
    });
  }

  const element = {
    on(type: string, listener: (event: never) => void) {
      const known = listeners.get(type) ?? new Set();
      listeners.set(type, known.add(listener as (event: object) => void));
      return element;
    },
    once(type: string, listener: (event: never) => void) {
      const first = (event: object): void => {
        listeners.get(type)?.delete(first);
        listener(event as never);
      };
      return element.on(type, first);
    },
    mount(target: HTMLElement) {
      if (destroyed) throw tools.refusal('This Element has already been destroyed.');
      if (target.getRootNode() !== document)
        throw tools.refusal('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
      wrapper = document.createElement('div');
      wrapper.className = '__PrivateStripeElement';
      target.append(wrapper);
      const buttons = tools.frame(
        'https://js.stripe.com/endive/elements-inner-express-checkout.html',
        wrapper,
        'Secure express checkout frame',
      );
      buttons.style.setProperty('height', '48px');
      buttons.style.setProperty('display', 'block');
      tools.connect<FromButtons, never>(buttons, (message) => {
        if (message.type === 'ready') emit('ready', { availablePaymentMethods: message.available });
        else clicked(message.wallet);
      });
    },
    destroy() {
      if (destroyed) throw tools.refusal('This Element has already been destroyed.');
      destroyed = true;
      close();
      wrapper?.remove();
      wrapper = undefined;
      tools.gone();
    },
    submit: () => Promise.resolve(undefined),
    changed: () => undefined,
    submitted: true,
    /** The payment went through: the sheet says so and goes. */
    done: close,
    get name() {
      return name;
    },
    get mounted() {
      return wrapper !== undefined;
    },
  };
  return element;
}
