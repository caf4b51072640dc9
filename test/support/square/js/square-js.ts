/**
 * A double of Square's script, served as text: everything it needs stands inside `squareJs`. It misbehaves as reported: unknown
 * style keys and fonts over 16 px throw, so does a container that is not empty or not in the document, there is no ready
 * event, `tokenize` can hang. Wallets: `wallet-js.ts`. It does not imitate: telemetry, what is left on a gift card after it was
 * used, the steps in Plaid's window or in Cash App, Afterpay, saved cards, postal codes, or what tokens are worth beyond their name.
 */
import type {
  ACH,
  Card,
  CashAppPay,
  CardInputEvent,
  CardOptions,
  GiftCard,
  Payments,
  Square,
  TokenResult,
} from '@square/web-payments-sdk-types';
import type { squareWallets } from './wallet-js.js';

/** What the page says to the card's frame. */
export type ToFrame =
  | { readonly type: 'style'; readonly style: CardOptions['style'] }
  | { readonly type: 'focus' | 'flag'; readonly field: string }
  | { readonly type: 'read'; readonly id: number };

/** What the frame says to the page. */
export type FromFrame =
  | { readonly type: 'ready' }
  | { readonly type: 'field'; readonly event: string; readonly detail: CardInputEvent }
  | {
      readonly type: 'read';
      readonly id: number;
      readonly token?: string;
      readonly challenge?: string;
      readonly hangs?: boolean;
      readonly wrong?: string;
    };

type SquareDouble = Omit<Square, 'errors'>;

export function squareJs(
  origin: string,
  wallets: readonly string[],
  makeWallets: typeof squareWallets,
): void {
  class Fault extends Error {
    constructor(name: string, message = name) {
      super(message);
      this.name = name;
    }
  }
  const STYLES: Readonly<Record<string, readonly string[]>> = {
    input: ['backgroundColor', 'color', 'fontFamily', 'fontSize', 'fontWeight'],
    'input.is-focus': ['backgroundColor', 'color', 'fontFamily', 'fontSize', 'fontWeight'],
    'input.is-error': ['backgroundColor', 'color', 'fontFamily', 'fontSize', 'fontWeight'],
    'input::placeholder': ['color'],
    'input.is-focus::placeholder': ['color'],
    'input.is-error::placeholder': ['color'],
    '.input-container': ['borderColor', 'borderRadius', 'borderWidth'],
    '.input-container.is-focus': ['borderColor', 'borderWidth'],
    '.input-container.is-error': ['borderColor', 'borderWidth'],
    '.message-text': ['color'],
    '.message-icon': ['color'],
    '.message-text.is-error': ['color'],
    '.message-icon.is-error': ['color'],
  };
  function checkStyle(style: CardOptions['style'] = {}): void {
    for (const [selector, values] of Object.entries(style)) {
      const allowed = STYLES[selector];
      if (!allowed) throw new Fault('InvalidStylesError', `no such selector: ${selector}`);
      for (const [name, value] of Object.entries(values ?? {})) {
        if (!allowed.includes(name)) throw new Fault('InvalidStylesError', `no such property: ${name}`);
        if (name === 'fontSize' && !(Number.parseFloat(String(value)) <= 16))
          throw new Fault('InvalidStylesError', 'fontSize must be 16px at most');
        if (name.endsWith('olor') && !/^#[0-9a-f]{3,8}$/i.test(String(value)))
          throw new Fault('InvalidStylesError', `no color: ${String(value)}`);
      }
    }
  }

  /** The bank's page, over ours, as long as the shopper takes. */
  const challenge = (): Promise<boolean> =>
    new Promise((resolve) => {
      const dialog = document.createElement('dialog');
      const frame = document.createElement('iframe');
      frame.src = 'https://connect.squareupsandbox.com/3ds.html';
      frame.title = 'Your bank';
      dialog.append(frame);
      document.body.append(dialog);
      const hear = (event: MessageEvent): void => {
        if (event.source !== frame.contentWindow || !/^(right|wrong)$/.test(String(event.data))) return;
        removeEventListener('message', hear);
        dialog.remove();
        resolve(event.data === 'right');
      };
      addEventListener('message', hear);
      dialog.showModal();
    });

  function createField(options: CardOptions, address: string, title: string): Promise<Card> {
    checkStyle(options.style);
    let style = options.style;
    let holder: HTMLElement | undefined;
    let frame: HTMLIFrameElement | undefined;
    let port: MessagePort | undefined;
    let destroyed = false;
    let asked = 0;
    const listeners = new Map<string, Set<(event: never) => void>>();
    const waiting = new Map<number, (answer: FromFrame & { type: 'read' }) => void>();
    const say = (message: ToFrame): void => port?.postMessage(message);

    const connect = (into: HTMLElement): Promise<void> =>
      new Promise((resolve) => {
        holder = document.createElement('div');
        holder.className = 'sq-card-wrapper';
        frame = document.createElement('iframe');
        frame.src = `${origin}/v1/${address}`;
        frame.title = title;
        frame.addEventListener('load', () => {
          const { port1, port2 } = new MessageChannel();
          port = port1;
          port1.onmessage = (event) => {
            const said = event.data as FromFrame;
            if (said.type === 'ready') {
              say({ type: 'style', style });
              resolve();
            } else if (said.type === 'field')
              listeners
                .get(said.event)
                ?.forEach((listener) => listener({ type: said.event, detail: said.detail } as never));
            else {
              waiting.get(said.id)?.(said);
              waiting.delete(said.id);
            }
          };
          frame?.contentWindow?.postMessage('square-connect', origin, [port2]);
        });
        holder.append(frame);
        into.append(holder);
      });

    async function tokenize(details?: Parameters<Card['tokenize']>[0]): Promise<TokenResult> {
      if (destroyed) throw new Fault('PaymentMethodAlreadyDestroyedError');
      if (!port) throw new Fault('PaymentMethodNotAttachedError');
      if (details && details.intent !== 'STORE' && !/^\d+(\.\d{1,3})?$/.test(details.amount))
        throw new Fault('TokenizationError', 'amount must be a decimal string');
      (globalThis as { squareAsked?: unknown }).squareAsked = details;
      const answer = await new Promise<FromFrame & { type: 'read' }>((resolve) => {
        const id = ++asked;
        waiting.set(id, resolve);
        say({ type: 'read', id });
      });
      if (answer.hangs)
        // Ends when a test says so, long after anybody waits.
        await new Promise((resolve) => addEventListener('square-double-release', resolve, { once: true }));
      if (answer.wrong)
        return {
          status: 'Invalid',
          errors: [
            { type: 'VALIDATION_ERROR', message: 'Credit card number is not valid', field: answer.wrong },
          ],
        };
      if (answer.challenge && !(await challenge()))
        return { status: 'Error', errors: [{ type: 'VERIFICATION_ERROR', message: 'Verification failed' }] };
      return { status: 'OK', token: answer.token ?? '' };
    }

    const card = {
      async attach(given: string | HTMLElement) {
        const into = typeof given === 'string' ? document.querySelector<HTMLElement>(given) : given;
        if (!into || into.getRootNode() !== document) throw new Fault('ElementNotFoundError');
        if (into.childElementCount > 0) throw new Fault('InvalidElementPresentError');
        await connect(into);
      },
      detach: () => {
        holder?.remove();
        port = undefined;
        return Promise.resolve(true);
      },
      destroy: () => {
        if (destroyed) return Promise.reject(new Fault('PaymentMethodAlreadyDestroyedError'));
        destroyed = true;
        holder?.remove();
        port = undefined;
        return Promise.resolve(true);
      },
      configure: (change: CardOptions) => {
        checkStyle(change.style);
        style = change.style;
        say({ type: 'style', style });
        return Promise.resolve();
      },
      recalculateSize: () => {
        frame?.setAttribute('data-sized', String(Number(frame.dataset['sized'] ?? 0) + 1));
      },
      focus: (field: string) => {
        say({ type: 'focus', field });
        return Promise.resolve(true);
      },
      clear: () => Promise.resolve(true),
      setError: (field: string) => {
        say({ type: 'flag', field });
        return Promise.resolve(true);
      },
      addEventListener(type: string, listener: (event: never) => void) {
        listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
      },
      removeEventListener(type: string, listener: (event: never) => void) {
        listeners.get(type)?.delete(listener);
      },
      tokenize,
    } satisfies Card;
    return Promise.resolve(card);
  }

  /** Plaid's window, as a whole: the shopper picks a bank, or closes it. */
  function createBank(): ACH {
    const listeners = new Set<(event: never) => void>();
    const tell = (detail: object): void =>
      listeners.forEach((listener) => listener({ type: 'ontokenization', detail } as never));
    return {
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener as never),
      destroy: () => Promise.resolve(true),
      async tokenize(options) {
        if (listeners.size === 0)
          throw new Fault(
            'TokenizationError',
            "Add event listener for 'ontokenization' before calling tokenize.",
          );
        if (!('accountHolderName' in options) || !options.accountHolderName.trim())
          throw new Fault('PlaidMissingNameError');
        if (!('amount' in options) || !/^\d+(\.\d{1,2})?$/.test(options.amount) || options.currency !== 'USD')
          throw new Fault('InvalidOptionError');
        (globalThis as { squareAsked?: unknown }).squareAsked = options;
        const dialog = document.createElement('dialog');
        const frame = document.createElement('iframe');
        frame.src = 'https://cdn.plaid.com/link.html';
        frame.title = 'Your bank account';
        dialog.append(frame);
        document.body.append(dialog);
        dialog.showModal();
        const said = await new Promise<string>((resolve) =>
          addEventListener('message', function hear(event: MessageEvent): void {
            if (event.source !== frame.contentWindow || !/^(link|close)/.test(String(event.data))) return;
            removeEventListener('message', hear);
            resolve(String(event.data));
          }),
        );
        dialog.remove();
        if (said === 'close') tell({ error: new Fault('TokenizationError', 'The buyer closed the window') });
        else
          tell({ tokenResult: { status: 'OK', token: `bauth:ok-${Math.random().toString(36).slice(2)}` } });
        // The answer was told; as the SDK's types allow it, there is none here.
        return undefined;
      },
    };
  }

  let wasBack = false;
  /** A button of its own; the app's yes in a window, or after the way back, which the address tells. */
  function createCashApp(
    _request: unknown,
    options: { readonly redirectURL?: string } | undefined,
  ): Promise<CashAppPay> {
    if (!options?.redirectURL) return Promise.reject(new Fault('CashAppPayMissingRedirectUrlError'));
    const listeners = new Set<(event: never) => void>();
    let button: HTMLButtonElement | undefined;
    const agree = (): void => {
      const tokenResult = { status: 'OK', token: `wnon:ok-${Math.random().toString(36).slice(2)}` };
      listeners.forEach((listener) => listener({ type: 'ontokenization', detail: { tokenResult } } as never));
    };
    async function ask(): Promise<void> {
      const dialog = document.createElement('dialog');
      const frame = document.createElement('iframe');
      frame.src = `${origin}/v1/cash-app.html`;
      frame.title = 'Cash App';
      dialog.append(frame);
      document.body.append(dialog);
      dialog.showModal();
      const said = await new Promise((resolve) =>
        addEventListener('message', function hear(event: MessageEvent): void {
          if (event.source !== frame.contentWindow || !/^(agree|close)$/.test(String(event.data))) return;
          removeEventListener('message', hear);
          resolve(event.data);
        }),
      );
      dialog.remove();
      if (said === 'agree') agree();
    }
    return Promise.resolve({
      attach(given, _look, shouldTokenize) {
        const into = typeof given === 'string' ? document.querySelector<HTMLElement>(given) : given;
        if (!into || into.getRootNode() !== document)
          return Promise.reject(new Fault('ElementNotFoundError'));
        if (into.childElementCount > 0) return Promise.reject(new Fault('InvalidElementPresentError'));
        button = document.createElement('button');
        button.type = 'button';
        button.textContent = 'Cash App Pay';
        button.addEventListener(
          'click',
          () => void shouldTokenize?.().then((may) => (may ? ask() : undefined)),
        );
        into.append(button);
        // A yes is told once.
        if (!wasBack && new URL(location.href).searchParams.has('cash_request')) setTimeout(agree);
        wasBack = true;
        return Promise.resolve();
      },
      detach: () => Promise.resolve(true),
      destroy() {
        button?.remove();
        listeners.clear();
        return Promise.resolve(true);
      },
      addEventListener: (type, listener) => void (type === 'ontokenization' && listeners.add(listener)),
      removeEventListener: (_type, listener) => void listeners.delete(listener as never),
    });
  }

  const unsupported = (): Promise<never> =>
    Promise.reject(new Fault('PaymentMethodUnsupportedError', 'not available here'));

  const square = {
    payments(applicationId, locationId) {
      if (!/^(sandbox-sq0idb-|sq0idp-)/.test(applicationId)) throw new Fault('InvalidApplicationIdError');
      if (!locationId) throw new Fault('InvalidLocationIdError');
      return {
        card: (options = {}) =>
          createField(options, 'single-card-element-iframe.html', 'Secure Credit Card Form'),
        giftCard: (options = {}) =>
          createField(
            options,
            'gift-card-iframe.html',
            'Secure Gift Card Form',
          ) as unknown as Promise<GiftCard>,
        ach: () => Promise.resolve(createBank()),
        ...makeWallets(origin, wallets, (name, message) => new Fault(name, message)),
        cashAppPay: (request, cash) =>
          wallets.includes('cash_app') ? createCashApp(request, cash) : unsupported(),
        afterpayClearpay: unsupported,
        verifyBuyer: () => Promise.resolve(null),
        setLocale: (locale) =>
          /^[a-z]{2}(-[A-Z]{2})?$/.test(locale)
            ? Promise.resolve({ previousLocale: 'en-US', newLocale: locale })
            : Promise.reject(new Fault('FeatureDisabledError')),
      } satisfies Payments;
    },
  } satisfies SquareDouble;
  (globalThis as { Square?: SquareDouble }).Square = square;
}
