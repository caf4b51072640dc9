/** The pages that Stripe's frames show, on Stripe's origins. Each script is served as text, like `stripeJs`. */
import type { StripeError } from '@stripe/stripe-js';
import type { FromField, ToField } from './card-js.js';
import type { FromButtons, FromSheet, ToSheet } from './express-js.js';
import type { FromElement, ToController, ToElement } from './stripe-js.js';

/** What the controller finds in its sibling: same origin, so it may look inside. */
interface ElementWindow extends Window {
  readCard?: () => { readonly type: string; readonly number: string };
}

/** The Payment Element's own frame: a choice of three ways to pay, and the card's fields. */
function elementFrame(): void {
  const find = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
  const fields = ['number', 'expiry', 'cvc'].map((id) => find<HTMLInputElement>(id));
  const way = find<HTMLSelectElement>('way');
  const texts: Record<string, Record<string, string>> = {
    en: { incomplete: 'Your card number is incomplete.', number: 'Card number' },
    de: { incomplete: 'Ihre Kartennummer ist unvollständig.', number: 'Kartennummer' },
  };
  let words = texts['en'] ?? {};
  let port: MessagePort | undefined;
  const send = (message: FromElement): void => port?.postMessage(message);
  const digits = (): string => (fields[0]?.value ?? '').replace(/\D/g, '');
  const isCard = (): boolean => way.value === 'card';
  const isComplete = (): boolean =>
    !isCard() || (digits().length === 16 && fields.every(({ value }) => value.replace(/\D/g, '').length > 2));

  (globalThis as unknown as ElementWindow).readCard = () => ({ type: way.value, number: digits() });
  for (const field of [...fields, way])
    field.addEventListener('input', () => {
      find('card').hidden = !isCard();
      send({ type: 'change', empty: fields.every(({ value }) => !value), complete: isComplete() });
    });

  function hear(message: ToElement): void {
    if (message.type === 'focus') return void fields[0]?.focus();
    if (message.type === 'submit') {
      const error: StripeError | undefined = isComplete()
        ? undefined
        : {
            type: 'validation_error',
            code: 'incomplete_number',
            ...(words['incomplete'] !== undefined && { message: words['incomplete'] }),
          };
      find('error').textContent = error?.message ?? '';
      return send({ type: 'submitted', id: message.id, ...(error && { error }) });
    }
    const { amount, locale, appearance } = message.options as {
      amount: number;
      locale?: string;
      appearance?: { theme?: string; variables?: Record<string, string> };
    };
    words = texts[locale ?? 'en'] ?? words;
    find('label').textContent = words['number'] ?? '';
    // Where a test can see them; the real one shows the amount in wallets only.
    find('told').textContent = JSON.stringify({ amount, locale, theme: appearance?.theme });
    document.body.style.setProperty('background-color', appearance?.variables?.['colorBackground'] ?? '');
    document.body.style.setProperty('color', appearance?.variables?.['colorText'] ?? '');
  }

  addEventListener('message', (event) => {
    if (event.data !== 'stripe-connect' || event.source !== parent) return;
    [port] = event.ports;
    if (!port) return;
    port.onmessage = (each) => hear(each.data as ToElement);
    send({ type: 'ready' });
  });
}

/** Speaks with the API for the page, and reads the card from its sibling, which it must find. */
function controllerFrame(): void {
  const call = async (method: string, path: string, form: Record<string, string>): Promise<object> => {
    const query = new URLSearchParams(form).toString();
    const response = await fetch(`https://api.stripe.com/v1/payment_intents/${path}?${query}`, { method });
    const body = (await response.json()) as { error?: object };
    return body.error ? { error: body.error } : { paymentIntent: body };
  };

  async function work({ type, key, secret, frame, amount }: ToController): Promise<object> {
    const [id = ''] = secret.split('_secret');
    const asked = { key, client_secret: secret };
    if (type !== 'confirm') {
      const result = (await call('GET', id, asked)) as {
        paymentIntent?: { last_payment_error?: object | null };
      };
      const failed = type === 'answered' && result.paymentIntent?.last_payment_error;
      // A failed challenge is an invalid request, with the payment as it then stands.
      return failed
        ? { error: { ...failed, type: 'invalid_request_error', payment_intent: result.paymentIntent } }
        : result;
    }
    // By name, among the page's frames: one that stands in a shadow root is not there.
    const siblings = parent as unknown as Record<string, ElementWindow | undefined>;
    const card = siblings[frame ?? '']?.readCard?.();
    if (!card) throw new Error('the frame of the element is not there');
    if (card.type === 'card' && card.number.length < 16)
      return {
        error: {
          type: 'validation_error',
          code: 'incomplete_number',
          message: 'Your card number is incomplete.',
        },
      };
    const { paymentIntent } = (await call('GET', id, asked)) as { paymentIntent?: { amount: number } };
    if (paymentIntent && amount !== undefined && paymentIntent.amount !== amount)
      return {
        error: {
          type: 'invalid_request_error',
          message: `The PaymentIntent's amount (${paymentIntent.amount}) does not match the amount of Elements (${String(amount)}).`,
        },
      };
    return call('POST', `${id}/confirm`, {
      ...asked,
      'payment_method_data[type]': card.type,
      'payment_method_data[card][number]': card.number,
    });
  }

  addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.data !== 'stripe-connect' || event.source !== parent || !port) return;
    port.onmessage = (each) => {
      const message = each.data as ToController;
      work(message).then(
        (result) => port.postMessage({ id: message.id, result }),
        () => port.postMessage({ id: message.id, result: { error: { type: 'api_connection_error' } } }),
      );
    };
  });
}

/** The bank's question, in a frame over the shop (3-D Secure) or as a page of its own (`return_url`). */
function answerPage(): void {
  const asked = new URLSearchParams(location.search);
  const secret = asked.get('secret') ?? '';
  const [id = ''] = secret.split('_secret');
  let port: MessagePort | undefined;
  addEventListener('message', (event) => {
    if (event.data === 'stripe-connect') [port] = event.ports;
  });
  async function answer(right: boolean): Promise<void> {
    const form = new URLSearchParams({
      key: asked.get('key') ?? '',
      client_secret: secret,
      right: String(right),
    });
    await fetch(`https://api.stripe.com/v1/payment_intents/${id}/answer?${form.toString()}`, {
      method: 'POST',
    });
    const back = asked.get('return_url');
    if (!back) return port?.postMessage('answered');
    const url = new URL(back);
    url.searchParams.set('payment_intent', id);
    url.searchParams.set('payment_intent_client_secret', secret);
    url.searchParams.set('redirect_status', right ? 'succeeded' : 'failed');
    location.assign(url.href);
  }
  for (const button of document.querySelectorAll('button'))
    button.addEventListener('click', () => void answer(button.value === 'right'));
}

/** One single card field; which one says its address. */
function fieldFrame(): void {
  const type = location.hash.slice(1);
  const input = document.getElementById('input') as HTMLInputElement;
  const [autocomplete, digits, placeholder, wrong] =
    {
      cardNumber: ['cc-number', 16, '1234 1234 1234 1234', 'Your card number is incomplete.'] as const,
      cardExpiry: ['cc-exp', 4, 'MM / YY', 'Your card’s expiration date is incomplete.'] as const,
    }[type] ?? (['cc-csc', 3, 'CVC', 'Your card’s security code is incomplete.'] as const);
  input.setAttribute('autocomplete', autocomplete);
  input.placeholder = placeholder;
  input.setAttribute('aria-label', type);
  let port: MessagePort | undefined;
  const send = (message: FromField): void => port?.postMessage(message);
  const typed = (): string => input.value.replace(/\D/g, '');
  const isComplete = (): boolean => typed().length === digits;
  (globalThis as unknown as ElementWindow).readCard = () => ({ type: 'card', number: typed() });
  input.addEventListener('input', () =>
    send({ type: 'change', empty: !input.value, complete: isComplete() }),
  );
  input.addEventListener('focus', () => send({ type: 'focus' }));
  input.addEventListener('blur', () => {
    send({ type: 'blur' });
    if (input.value && !isComplete()) send({ type: 'change', empty: false, complete: false, message: wrong });
  });
  function hear(message: ToField): void {
    if (message.type === 'focus') return input.focus();
    input.style.setProperty('color', message.options.style?.base?.color ?? '');
    input.style.setProperty('font-size', message.options.style?.base?.fontSize ?? '');
    document.documentElement.lang = message.options.locale ?? '';
  }
  addEventListener('message', (event) => {
    if (event.data !== 'stripe-connect' || event.source !== parent) return;
    [port] = event.ports;
    if (!port) return;
    port.onmessage = (each) => hear(each.data as ToField);
    send({ type: 'ready' });
  });
}

/** The wallets' buttons. Which there are is told by the page's own `data-wallets`. */
function buttonsFrame(): void {
  const wallets = (document.body.dataset['wallets'] ?? '').split(' ').filter(Boolean);
  const has = (name: string): boolean => wallets.includes(name);
  addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.data !== 'stripe-connect' || event.source !== parent || !port) return;
    const send = (message: FromButtons): void => port.postMessage(message);
    for (const button of document.querySelectorAll('button')) {
      button.hidden = !has(button.value);
      button.addEventListener('click', () => send({ type: 'click', wallet: button.value as 'google_pay' }));
    }
    const available = {
      googlePay: has('google_pay'),
      applePay: has('apple_pay'),
      link: has('link'),
      paypal: false,
      amazonPay: false,
      klarna: false,
    };
    send({ type: 'ready', available: wallets.length > 0 ? available : undefined });
  });
}

/** A wallet's sheet: what it costs, where it goes, how it is sent, and the card the wallet holds. */
function sheetFrame(): void {
  const find = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
  const [country, rate, card] = ['country', 'rate', 'card'].map((id) => find<HTMLSelectElement>(id));
  let port: MessagePort | undefined;
  const send = (message: FromSheet): void => port?.postMessage(message);
  (globalThis as unknown as ElementWindow).readCard = () => ({ type: 'card', number: card?.value ?? '' });

  function show({ total, details, countries, note }: ToSheet): void {
    find('total').textContent = String(total);
    find('note').textContent = note ?? '';
    find('lines').textContent = (details.lineItems ?? [])
      .map(({ name, amount }) => `${name} ${String(amount)}`)
      .join(', ');
    for (const option of country?.options ?? [])
      option.disabled = countries?.includes(option.value) === false;
    rate?.replaceChildren(
      ...(details.shippingRates ?? []).map(({ id, displayName }) => new Option(displayName, id)),
    );
  }
  addEventListener('message', (event) => {
    if (event.data !== 'stripe-connect' || event.source !== parent) return;
    [port] = event.ports;
    if (port) port.onmessage = (each) => show(each.data as ToSheet);
  });
  country?.addEventListener('change', () => send({ type: 'address', country: country.value }));
  rate?.addEventListener('change', () => send({ type: 'rate', id: rate.value }));
  find('cancel').addEventListener('click', () => send({ type: 'cancel' }));
  find('agree').addEventListener('click', () => {
    const nobody = find<HTMLInputElement>('nameless').checked;
    const address = {
      line1: nobody ? '' : '1 Pier Road',
      line2: null,
      city: 'Lisbon',
      state: '',
      postal_code: '1100',
      country: country?.value ?? '',
    };
    const name = nobody ? '' : 'Wanda Wallet';
    send({
      type: 'agree',
      billing: { name, email: 'wanda@example.com', address },
      shipping: { name, address },
    });
  });
}

/** Stripe's hosted page: pays with the card whose number stands in the field, then goes where the store said. */
const html = (title: string, body: string, script: () => void): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${body}<script>(${script.toString()})()</script></html>`;

const ANSWERS =
  '<p>Is it you who pays?</p><button value="right">Confirm</button> <button value="wrong">Refuse</button>';

/** By address, without what comes after `?`. */
export const PAGES: Readonly<Record<string, string>> = {
  'https://js.stripe.com/endive/elements-inner-payment.html': html(
    'Stripe',
    `<select id="way" aria-label="Way to pay"><option value="card">Card<option value="bank">Bank<option value="debit">Debit</select>
     <div id="card"><label for="number" id="label">Card number</label><input id="number" autocomplete="cc-number">
     <label for="expiry">Expiry</label><input id="expiry" autocomplete="cc-exp">
     <label for="cvc">Code</label><input id="cvc" autocomplete="cc-csc"></div>
     <p id="error" role="alert"></p><output id="told"></output>`,
    elementFrame,
  ),
  'https://js.stripe.com/endive/elements-inner-card.html': html(
    'Stripe',
    `<style>body{margin:0}input{border:0;outline:0;padding:0;width:100%;height:24px;background:none}</style><input id="input">`,
    fieldFrame,
  ),
  'https://js.stripe.com/endive/elements-inner-express-checkout.html': html(
    'Stripe',
    `<style>body{margin:0;display:flex;gap:8px}button{flex:1;height:48px;border:0;border-radius:6px;background:#000;color:#fff;font:600 17px sans-serif}button[hidden]{display:none}</style>
     <body data-wallets="WALLETS"><button value="google_pay">Google Pay</button> <button value="apple_pay">Apple Pay</button>
     <button value="link">Link</button>`,
    buttonsFrame,
  ),
  'https://js.stripe.com/endive/wallet-sheet.html': html(
    'Wallet',
    `<p>Total <output id="total"></output></p><p id="lines"></p><p id="note" role="alert"></p>
     <label>Country <select id="country"><option>US<option>CA<option>GB<option>DE<option>AU<option>NO</select></label>
     <label>Delivery <select id="rate"></select></label>
     <label>Card <select id="card"><option>4242424242424242<option>4000000000009995<option>4000000000003220</select></label>
     <label><input type="checkbox" id="nameless"> Has no address</label>
     <button id="agree">Pay</button> <button id="cancel">Close</button>`,
    sheetFrame,
  ),
  'https://js.stripe.com/endive/controller.html': html('Stripe', '', controllerFrame),
  'https://hooks.stripe.com/3d_secure_2/hosted.html': html('Your bank', ANSWERS, answerPage),
  'https://hooks.stripe.com/bank': html('Your bank', ANSWERS, answerPage),
};
