/**
 * A double of Stripe.js, to be answered for https://js.stripe.com/endive/stripe.js. It misbehaves as the real one does: it refuses
 * secret keys, shadow roots and containers that are not in the document; it refuses a second element of a type and a confirm
 * without a submit; its frames find each other by name through the page's `window.frames`; a moved frame loses what was typed;
 * it loads a further script of its own by a plain address, which Trusted Types may refuse.
 *
 * Other elements: `express-js.ts`, `card-js.ts`. It does not imitate: Link, wallets in the Payment Element, saved cards, Radar's signals, the layout of the Payment Element and most ways to pay,
 * the texts of most errors, warnings about unknown options of other elements, or anything before `endive`.
 *
 * `stripeJs` is served as text (`(${stripeJs})('endive')`), so it uses nothing from outside itself; the types are the official ones.
 */
import type {
  PaymentIntentResult,
  Stripe,
  StripeConstructorOptions,
  StripeElementsOptionsMode,
  StripeElementsUpdateOptions,
  StripeError,
  StripeExpressCheckoutElementOptions,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import type { cardElement, CardFieldType } from './card-js.js';
import type { expressElement } from './express-js.js';

type Confirm = Parameters<Stripe['confirmPayment']>[0];

/** What the element's frame tells its owner on the page. */
export type FromElement =
  | { readonly type: 'ready' }
  | { readonly type: 'change'; readonly empty: boolean; readonly complete: boolean }
  | { readonly type: 'submitted'; readonly id: number; readonly error?: StripeError };

/** What the page tells the element's frame. */
export type ToElement =
  | { readonly type: 'options'; readonly options: object }
  | { readonly type: 'submit'; readonly id: number }
  | { readonly type: 'focus' };

/** What the page asks of the controller's frame. */
export interface ToController {
  readonly type: 'confirm' | 'retrieve' | 'answered';
  readonly id: number;
  readonly key: string;
  readonly secret: string;
  /** Name of the element's frame, which the controller must find among its siblings. */
  readonly frame?: string;
  readonly amount?: number;
  readonly details?: object;
}

export function stripeJs(
  version: string | number,
  createExpress: typeof expressElement,
  createCard: typeof cardElement,
): void {
  const ORIGIN = 'https://js.stripe.com';
  const HOOKS = 'https://hooks.stripe.com';
  let frames = 0;

  class IntegrationError extends Error {
    override readonly name = 'IntegrationError';
  }

  function frame(address: string, container: Element, title: string): HTMLIFrameElement {
    const made = document.createElement('iframe');
    made.name = `__privateStripeFrame${String(++frames)}`;
    made.src = address;
    made.title = title;
    made.allow = 'payment *';
    made.style.setProperty('border', '0');
    made.style.setProperty('width', '100%');
    // So that it stays see-through on a dark page.
    made.style.setProperty('color-scheme', 'light', 'important');
    container.append(made);
    return made;
  }

  /** A port of its own for each life of the frame: one that was moved starts anew, and is empty. */
  function connect<From, To>(
    to: HTMLIFrameElement,
    hear: (message: From) => void,
  ): { send: (message: To) => void } {
    let port: MessagePort | undefined;
    const early: To[] = [];
    to.addEventListener('load', () => {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = (event) => hear(event.data as From);
      to.contentWindow?.postMessage('stripe-connect', new URL(to.src).origin, [channel.port2]);
      for (const message of early.splice(0)) port.postMessage(message);
    });
    return {
      send(message) {
        if (port) port.postMessage(message);
        else early.push(message);
      },
    };
  }

  /** As the real one does for its further parts. */
  function loadMore(): Promise<void> {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => reject(new Error('Failed to load a part of Stripe.js.')));
      script.src = `${ORIGIN}/endive/fingerprinted/js/elements.js`;
      document.head.append(script);
    });
  }

  function create(key: string, options: StripeConstructorOptions = {}) {
    if (/^[sr]k_/.test(key))
      throw new IntegrationError(
        'You should not use your secret key with Stripe.js.\n        Please pass a publishable key instead.',
      );
    if (!/^pk_(test|live)_/.test(key))
      throw new IntegrationError('Invalid API Key provided to Stripe(): it must begin with pk_.');
    if (location.protocol !== 'https:' && key.startsWith('pk_live_'))
      throw new IntegrationError('Live Stripe.js integrations must use HTTPS.');
    void options.stripeAccount;

    const more = new Promise<void>((resolve, reject) => {
      loadMore().then(resolve, reject);
    });
    more.catch(() => undefined);
    const waiting = new Map<number, (result: PaymentIntentResult) => void>();
    let calls = 0;
    const box = document.createElement('div');
    box.hidden = true;
    document.body.append(box);
    const controller = connect<{ id: number; result: PaymentIntentResult }, ToController>(
      frame(`${ORIGIN}/endive/controller.html`, box, 'Stripe controller'),
      ({ id, result }) => {
        waiting.get(id)?.(result);
        waiting.delete(id);
      },
    );
    const ask = (message: Omit<ToController, 'id' | 'key'>): Promise<PaymentIntentResult> =>
      new Promise((resolve) => {
        const id = ++calls;
        waiting.set(id, resolve);
        controller.send({ ...message, id, key });
      });

    /** The bank's page, over ours, as long as the shopper takes. */
    function challenge(secret: string): Promise<void> {
      return new Promise((resolve) => {
        const dialog = document.createElement('dialog');
        document.body.append(dialog);
        const address = `${HOOKS}/3d_secure_2/hosted.html?secret=${encodeURIComponent(secret)}&key=${key}`;
        const shown = frame(address, dialog, '3D Secure');
        connect<'answered', never>(shown, () => {
          dialog.remove();
          resolve();
        });
        dialog.showModal();
      });
    }

    const refusal = (message: string): Error => new IntegrationError(message);

    /** Single card fields know of no amount. */
    function cardFields(given: { readonly locale?: string }) {
      let current = given;
      const made = new Map<CardFieldType, ReturnType<typeof cardElement>>();
      return {
        create(type: CardFieldType, options: object = {}) {
          if (made.has(type)) throw new IntegrationError(`Can only create one Element of type ${type}.`);
          const gone = (): void => void made.delete(type);
          const field = createCard({ frame, connect, refusal, gone }, type, { ...options, ...current });
          made.set(type, field);
          return field;
        },
        update(options: { readonly locale?: string }): Promise<void> {
          current = { ...current, ...options };
          for (const field of made.values()) field.update(current);
          return Promise.resolve();
        },
      };
    }

    function elements(given: StripeElementsOptionsMode) {
      return 'mode' in given ? paymentGroup(given) : cardFields(given);
    }

    function paymentGroup(given: StripeElementsOptionsMode) {
      let current = { ...given } as Extract<StripeElementsOptionsMode, { mode: 'payment' }>;
      if (current.mode !== 'payment' || !Number.isSafeInteger(current.amount) || current.amount <= 0)
        throw new IntegrationError('Invalid value for elements(): amount should be a positive integer.');
      if (!/^[a-z]{3}$/.test(current.currency))
        throw new IntegrationError('Invalid value for elements(): currency should be lower case.');
      const made = new Map<string, ReturnType<typeof paymentElement>>();
      let express: ReturnType<typeof expressElement> | undefined;

      function paymentElement(_options: StripePaymentElementOptions) {
        const listeners = new Map<string, Set<(event: object) => void>>();
        const emit = (type: string, event: object): void =>
          listeners.get(type)?.forEach((listener) => listener({ elementType: 'payment', ...event }));
        const on = (type: string, listener: (event: never) => void): void => {
          const known = listeners.get(type) ?? new Set();
          listeners.set(type, known.add(listener as (event: object) => void));
        };
        const submits = new Map<number, (error: StripeError | undefined) => void>();
        let submitted = false;
        let gone = false;
        let wrapper: HTMLElement | undefined;
        let inner: { send: (message: ToElement) => void } | undefined;
        let name = '';

        const element = {
          on: (type: string, listener: (event: never) => void) => {
            on(type, listener);
            return element;
          },
          once: (type: string, listener: (event: never) => void) => {
            const first = (event: object): void => {
              listeners.get(type)?.delete(first);
              listener(event as never);
            };
            on(type, first);
            return element;
          },
          mount(target: string | HTMLElement) {
            if (gone)
              throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
            const place = typeof target === 'string' ? document.querySelector(target) : target;
            if (!place)
              throw new IntegrationError(
                'The selector you specified applies to no DOM elements that are currently on the page.',
              );
            if (place.getRootNode() !== document)
              throw new IntegrationError(
                'Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.',
              );
            if (place.childNodes.length > 0)
              console.warn('This Element will be mounted to a DOM element that contains child nodes.');
            wrapper = document.createElement('div');
            wrapper.className = '__PrivateStripeElement';
            place.append(wrapper);
            const shown = frame(
              `${ORIGIN}/endive/elements-inner-payment.html`,
              wrapper,
              'Secure payment input frame',
            );
            shown.style.setProperty('height', '220px');
            name = shown.name;
            inner = connect<FromElement, ToElement>(shown, (message) => {
              if (message.type === 'submitted') {
                submitted = message.error === undefined;
                submits.get(message.id)?.(message.error);
              } else if (message.type === 'change') {
                submitted = false;
                emit('change', { ...message, collapsed: false, value: { type: 'card' } });
              } else emit('ready', {});
            });
            shown.addEventListener('error', () =>
              emit('loaderror', { error: { type: 'api_connection_error' } }),
            );
            more.catch(() =>
              emit('loaderror', { error: { type: 'api_connection_error', message: 'blocked' } }),
            );
            inner.send({ type: 'options', options: current });
          },
          unmount() {
            wrapper?.remove();
            wrapper = undefined;
          },
          destroy() {
            if (gone) throw new IntegrationError('This Element has already been destroyed.');
            gone = true;
            made.delete('payment');
            element.unmount();
          },
          focus: () => inner?.send({ type: 'focus' }),
          update: () => undefined,
          get name() {
            return name;
          },
          get mounted() {
            return wrapper !== undefined;
          },
          get submitted() {
            return submitted;
          },
          changed: (options: object) => {
            submitted = false;
            inner?.send({ type: 'options', options });
          },
          submit: () =>
            new Promise<StripeError | undefined>((resolve) => {
              const id = ++calls;
              submits.set(id, resolve);
              inner?.send({ type: 'submit', id });
            }),
        };
        return element;
      }

      return {
        create(
          type: 'payment' | 'expressCheckout',
          options: StripePaymentElementOptions & StripeExpressCheckoutElementOptions = {},
        ) {
          if (type === 'expressCheckout') {
            if (express) throw new IntegrationError(`Can only create one Element of type ${type}.`);
            const gone = (): void => void (express = undefined);
            return (express = createExpress(
              { frame, connect, refusal, gone, amount: () => current.amount },
              options,
            ));
          }
          // Said of the real one by its reports; other elements are not played here.
          if ((type as string) !== 'payment')
            throw new IntegrationError(`A valid Element name must be provided. You specified: ${type}.`);
          if (made.has(type)) throw new IntegrationError(`Can only create one Element of type ${type}.`);
          const element = paymentElement(options);
          made.set(type, element);
          return element;
        },
        getElement: (type: string) => made.get(type) ?? null,
        get express() {
          return express;
        },
        update(options: StripeElementsUpdateOptions): Promise<void> {
          if (options.amount !== undefined && !(Number.isSafeInteger(options.amount) && options.amount > 0))
            throw new IntegrationError(
              'Invalid value for elements.update(): amount should be a positive integer.',
            );
          current = { ...current, ...options } as typeof current;
          for (const element of made.values()) element.changed(current);
          return Promise.resolve();
        },
        async submit() {
          const element = made.get('payment') ?? express;
          if (!element?.mounted)
            throw new IntegrationError('elements.submit(): the Payment Element must be mounted.');
          const error = await element.submit();
          return error ? { error } : { selectedPaymentMethod: 'card' };
        },
        get current() {
          return current;
        },
      };
    }

    async function confirmCardPayment(
      secret: string,
      data: { readonly payment_method: { readonly card: ReturnType<typeof cardElement> } },
    ): Promise<PaymentIntentResult> {
      const { card } = data.payment_method;
      if (!card.mounted) throw new IntegrationError('The Element you passed in is not mounted any more.');
      const result = await ask({ type: 'confirm', secret, frame: card.name });
      if (result.paymentIntent?.status !== 'requires_action') return result;
      await challenge(secret);
      return ask({ type: 'answered', secret });
    }

    async function confirmPayment(options: Confirm): Promise<PaymentIntentResult> {
      const group = options.elements as unknown as ReturnType<typeof paymentGroup> | undefined;
      const element = group?.getElement('payment') ?? group?.express;
      const secret = (options as { clientSecret?: string }).clientSecret ?? '';
      if (!group || !element?.mounted)
        throw new IntegrationError(
          'Invalid value for stripe.confirmPayment(): elements should have a mounted Payment Element.',
        );
      if (!element.submitted)
        throw new IntegrationError(
          'elements.submit() must be called before stripe.confirmPayment(). Call elements.submit() as soon as your customer presses pay, prior to any asynchronous work.',
        );
      if (!/^pi_\w+_secret_\w+$/.test(secret))
        throw new IntegrationError('Invalid value for stripe.confirmPayment intent secret.');
      if (!options.confirmParams?.return_url)
        throw new IntegrationError('confirmParams.return_url is required.');
      const result = await ask({
        type: 'confirm',
        secret,
        frame: element.name,
        amount: group.current.amount,
        details: options.confirmParams.payment_method_data ?? {},
      });
      if (result.paymentIntent) group.express?.done();
      const action = result.paymentIntent?.status === 'requires_action' && result.paymentIntent.next_action;
      if (!action) return result;
      if (action.type === 'redirect_to_url') {
        const back = encodeURIComponent(options.confirmParams.return_url);
        location.assign(
          `${String(action.redirect_to_url?.url)}?secret=${secret}&key=${key}&return_url=${back}`,
        );
        return new Promise(() => undefined);
      }
      await challenge(secret);
      return ask({ type: 'answered', secret });
    }

    return {
      elements,
      confirmPayment,
      confirmCardPayment,
      retrievePaymentIntent: (secret: string) => ask({ type: 'retrieve', secret }),
      registerAppInfo: (info: { name: string }) => {
        if (info.name.length > 30) throw new IntegrationError('registerAppInfo(): the name is too long.');
      },
      _registerWrapper: () => undefined,
    } satisfies Partial<Record<keyof Stripe | '_registerWrapper', unknown>>;
  }

  const page = globalThis as { Stripe?: unknown };
  // Two copies on a page: the real one says so and leaves the first in its place.
  if (page.Stripe instanceof Function) {
    console.warn('It looks like Stripe.js was loaded more than one time. Please only load it once per page.');
    return;
  }
  page.Stripe = Object.assign(create, { version });
}
