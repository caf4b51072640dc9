/** The pages of Square's frames, on Square's origins. Each script is served as text, like `squareJs`. */
import type { PaymentRequestOptions } from '@square/web-payments-sdk-types';
import type { FromFrame, ToFrame } from './square-js.js';
import type { FromSheet } from './wallet-js.js';

/** The card: one frame, three fields. What a number comes to is told by Square's own test values, and some of the double's. */
function cardFrame(): void {
  const OUTCOMES: Readonly<Record<string, string>> = {
    '4111111111111111': 'ok',
    '4000000000000002': 'declined',
    '4000000000009995': 'funds',
    '4000000000000127': 'cvv',
    '4800000000000004': 'challenge',
    '4000000000000259': 'hang',
    '7783320001001635': 'ok',
    '7783320001002000': 'gift-2000',
    '7783320001009999': 'funds',
  };
  const inputs = [...document.querySelectorAll('input')];
  const number = inputs[0] as HTMLInputElement;
  const digits = (): string => number.value.replace(/\D/g, '');
  let port: MessagePort | undefined;
  const send = (message: FromFrame): void => port?.postMessage(message);
  const touched = new WeakSet<HTMLInputElement>();

  const state = (input: HTMLInputElement) => {
    const length = input.value.replace(/\D/g, '').length;
    const valid = input === number ? length === 16 : length >= 3;
    return {
      hasErrorClass: touched.has(input) && !valid && length > 0,
      hasFocusClass: document.activeElement === input,
      isCompletelyValid: valid,
      isEmpty: length === 0,
      isPotentiallyValid: true,
    };
  };
  const tell = (input: HTMLInputElement, event: string): void =>
    send({
      type: 'field',
      event,
      detail: {
        cardBrand: 'VISA',
        currentState: state(input),
        eventType: event as never,
        field: input.name as never,
        postalCodeValue: '',
      },
    });
  for (const input of inputs) {
    input.addEventListener('focus', () => tell(input, 'focusClassAdded'));
    input.addEventListener('blur', () => {
      touched.add(input);
      tell(input, state(input).hasErrorClass ? 'errorClassAdded' : 'focusClassRemoved');
    });
    input.addEventListener('input', () => {
      touched.delete(input);
      tell(input, 'errorClassRemoved');
    });
  }

  function hear(message: ToFrame): void {
    if (message.type === 'focus') return inputs.find(({ name }) => name === message.field)?.focus();
    if (message.type === 'flag') {
      const input = inputs.find(({ name }) => name === message.field);
      document.querySelector('#error')!.textContent = `Enter ${input?.name ?? ''}`;
      return;
    }
    if (message.type === 'style') {
      // Where a test can see it.
      document.querySelector('#told')!.textContent = JSON.stringify(message.style);
      return document.body.style.setProperty('background-color', message.style?.input?.backgroundColor ?? '');
    }
    if (message.type !== 'read') return;
    const { id } = message;
    const wrong = inputs.find((input) => !state(input).isCompletelyValid);
    if (wrong) return send({ type: 'read', id, wrong: wrong.name });
    const outcome = OUTCOMES[digits()] ?? 'declined';
    const nonce = Math.random().toString(36).slice(2);
    const name = outcome === 'challenge' || outcome === 'hang' ? 'ok' : outcome;
    send({
      type: 'read',
      id,
      token: `cnon:${name}-${nonce}`,
      ...(outcome === 'challenge' && { challenge: 'yes' }),
      ...(outcome === 'hang' && { hangs: true }),
    });
  }

  addEventListener('message', (event) => {
    if (event.data !== 'square-connect' || event.source !== parent) return;
    [port] = event.ports;
    if (!port) return;
    port.onmessage = (each) => hear(each.data as ToFrame);
    send({ type: 'ready' });
  });
}

/** A wallet's sheet: what it costs, where it goes, how it is sent, and the card the wallet holds. */
function sheetFrame(): void {
  const find = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
  const [country, rate, card] = ['country', 'rate', 'card'].map((id) => find<HTMLSelectElement>(id));
  let port: MessagePort | undefined;
  const send = (message: FromSheet): void => port?.postMessage(message);
  addEventListener('message', (event) => {
    if (event.data !== 'square-connect' || event.source !== parent) return;
    [port] = event.ports;
    if (!port) return;
    port.onmessage = ({ data }: MessageEvent<PaymentRequestOptions & { readonly error?: string }>) => {
      find('total').textContent = data.total.amount;
      find('note').textContent = data.error ?? '';
      find('lines').textContent = (data.lineItems ?? [])
        .map(({ label, amount }) => `${label} ${amount}`)
        .join(', ');
      rate?.replaceChildren(...(data.shippingOptions ?? []).map(({ id, label }) => new Option(label, id)));
    };
  });
  country?.addEventListener('change', () => send({ type: 'address', country: country.value }));
  rate?.addEventListener('change', () => send({ type: 'rate', id: rate.value }));
  find('cancel').addEventListener('click', () => send({ type: 'cancel' }));
  find('agree').addEventListener('click', () =>
    send({
      type: 'agree',
      token: `cnon:${card?.value ?? ''}-${Math.random().toString(36).slice(2)}`,
      contact: {
        givenName: 'Wanda',
        familyName: 'Wallet',
        addressLines: ['1 Pier Road'],
        city: 'Portland',
        postalCode: '97204',
        countryCode: country?.value ?? '',
      },
    }),
  );
}

function bankPage(): void {
  for (const button of document.querySelectorAll('button'))
    button.addEventListener('click', () => parent.postMessage(button.value, '*'));
}

const html = (title: string, body: string, script: () => void): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${body}<script>(${script.toString()})()</script></html>`;

/** By address. */
export const PAGES: Readonly<Record<string, string>> = {
  'https://sandbox.web.squarecdn.com/v1/single-card-element-iframe.html': html(
    'Square',
    `<label>Card number <input name="cardNumber" autocomplete="cc-number"></label>
     <label>MM/YY <input name="expirationDate" autocomplete="cc-exp"></label>
     <label>CVV <input name="cvv" autocomplete="cc-csc"></label>
     <p id="error" role="alert"></p><output id="told"></output>`,
    cardFrame,
  ),
  'https://sandbox.web.squarecdn.com/v1/gift-card-iframe.html': html(
    'Square',
    `<label>Gift card number <input name="giftCardNumber"></label><p id="error" role="alert"></p><output id="told"></output>`,
    cardFrame,
  ),
  'https://sandbox.web.squarecdn.com/v1/wallet-sheet.html': html(
    'Wallet',
    `<p>Total <output id="total"></output></p><p id="lines"></p><p id="note" role="alert"></p>
     <label>Country <select id="country"><option>US<option>CA<option>GB<option>DE<option>NO</select></label>
     <label>Delivery <select id="rate"></select></label>
     <label>Card <select id="card"><option>ok<option>funds<option>hang</select></label>
     <button id="agree">Pay</button> <button id="cancel">Close</button>`,
    sheetFrame,
  ),
  'https://sandbox.web.squarecdn.com/v1/cash-app.html': html(
    'Cash App',
    '<p>Pay with Cash App?</p><button value="agree">Agree</button> <button value="close">Close</button>',
    bankPage,
  ),
  'https://cdn.plaid.com/link.html': html(
    'Your bank account',
    '<p>Which bank?</p><button value="link">First Double Bank</button> <button value="close">Close</button>',
    bankPage,
  ),
  'https://connect.squareupsandbox.com/3ds.html': html(
    'Your bank',
    '<p>Is it you who pays?</p><button value="right">Confirm</button> <button value="wrong">Refuse</button>',
    bankPage,
  ),
};
