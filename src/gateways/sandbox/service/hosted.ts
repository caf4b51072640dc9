/**
 * The sandbox's own payment page, for shops that send their shoppers away to pay. Plain forms and no script; the card is typed
 * here and nowhere else. Who holds the payment's client secret, which stands in the address, may pay or cancel it. Afterwards
 * the shopper goes back to where the merchant's server said, with words in the address that prove nothing, as real ones add.
 */
import type { Hono } from 'hono';
import { money, toDecimal } from '../../../money.js';
import { TEST_CARDS } from '../cards.js';
import type { CardField, SandboxPayment } from '../shapes.js';
import type { Book, Confirmed } from './book.js';
import { escape, grouped, PAGE_HEADERS } from './pages.js';

const FIELDS: readonly {
  readonly name: CardField;
  readonly label: string;
  readonly hint: string;
  readonly autofill: string;
  readonly wrong: string;
}[] = [
  { name: 'number', label: 'Card number', hint: '1234 1234 1234 1234', autofill: 'cc-number', wrong: 'This card number is not complete or not right.' },
  { name: 'expiry', label: 'Expiry date', hint: 'MM / YY', autofill: 'cc-exp', wrong: 'This date is not complete or has passed.' },
  { name: 'cvc', label: 'Security code', hint: '123', autofill: 'cc-csc', wrong: 'The security code is not complete.' },
]; // prettier-ignore

const DOWN = 'Something went wrong here. Nothing was charged; you can try again.';

export function addHostedPage(
  app: Hono,
  parts: { readonly book: Book; readonly isDown: () => boolean },
): void {
  const { book } = parts;
  const ofSecret = (secret: string): SandboxPayment | undefined => {
    const payment = book.find(secret.split('_secret_')[0] ?? '');
    return payment && book.secretOf(payment.id) === secret ? payment : undefined;
  };

  app.use('/pay/*', async (_, next) => (parts.isDown() ? page(503, 'Payment', says(DOWN)) : next()));

  // The merchant's page may send the shopper by GET, straight to the page, or by POST with the secret as a field.
  app.post('/pay', async (c) => {
    const { client_secret: secret } = await c.req.parseBody();
    return typeof secret === 'string' && ofSecret(secret) ? to(`/pay/${secret}`) : unknown();
  });

  app.get('/pay/:secret', (c) => {
    const payment = ofSecret(c.req.param('secret'));
    return payment ? show(payment) : unknown();
  });

  app.post('/pay/:secret', async (c) => {
    const secret = c.req.param('secret');
    const payment = ofSecret(secret);
    if (!payment) return unknown();
    const form = await c.req.parseBody();
    const text = (name: string): string => (typeof form[name] === 'string' ? form[name] : '');
    switch (text('do')) {
      case 'cancel':
        book.cancel(payment.id);
        return show(book.find(payment.id) ?? payment);
      case 'confirm':
      case 'refuse':
        return answer(payment, book.challenge(payment.id, secret, text('do') === 'confirm'));
      default: {
        const card = { number: text('number'), expiry: readExpiry(text('expiry')), cvc: text('cvc').trim() };
        return answer(payment, book.confirm(payment.id, secret, card));
      }
    }
  });

  function answer(payment: SandboxPayment, confirmed: Confirmed): Response | Promise<Response> {
    switch (confirmed.kind) {
      case 'status':
        return show(confirmed.payment);
      case 'wrong':
        return cardPage(payment, 422, confirmed.field);
      case 'down':
        return cardPage(payment, 503);
      case 'forbidden':
        return unknown();
      case 'no_answer':
        return new Promise(() => undefined);
    }
  }

  /** What the shopper can do now; nothing: back to the shop. */
  function show(payment: SandboxPayment): Response {
    if (payment.status === 'requires_payment') return cardPage(payment, 200);
    if (payment.status === 'requires_action') return bankPage(payment);
    const back = book.returnUrlOf(payment.id);
    if (!back) return page(200, 'Payment', says('You can close this page.'));
    const url = new URL(back);
    url.searchParams.append('sandbox_payment', payment.id);
    url.searchParams.append('sandbox_status', payment.status);
    return to(url.href);
  }

  const cardPage = (payment: SandboxPayment, status: 200 | 422 | 503, wrong?: CardField): Response =>
    page(
      status,
      'Pay',
      `${amountOf(payment)}${status === 503 ? says(DOWN) : ''}` +
        `<form method="post" class="card">${FIELDS.map((field) => fieldOf(field, wrong)).join('')}` +
        `<div class="choices"><button class="yes" name="do" value="pay">Pay</button></div></form>` +
        `<form method="post" class="choices"><button class="no" name="do" value="cancel">Cancel and go back</button></form>` +
        `<details><summary>Test cards</summary><p>Any date ahead, any security code.</p><table>${CARDS}</table></details>`,
      book.returnUrlOf(payment.id),
    );

  const bankPage = (payment: SandboxPayment): Response =>
    page(
      200,
      'Is it you?',
      `${amountOf(payment)}${says('This is where your bank would ask you to confirm the payment (3-D Secure). The sandbox lets you choose.')}` +
        `<form method="post" class="choices"><button class="yes" name="do" value="confirm">Confirm</button>` +
        `<button class="no" name="do" value="refuse">Refuse</button></form>`,
      book.returnUrlOf(payment.id),
    );
}

const CARDS = TEST_CARDS.map(
  ({ number, label }) => `<tr><td>${grouped(number)}</td><td>${escape(label)}</td></tr>`,
).join('');

/** As in the card frame, though it comes here as it was typed: `11/38`, `1138`, `11 / 2038`. */
function readExpiry(text: string): string {
  const digits = text.replace(/\D/g, '');
  return `${digits.slice(0, 2)}/${digits.slice(digits.length === 6 ? 4 : 2)}`;
}

function fieldOf({ name, label, hint, autofill, wrong }: (typeof FIELDS)[number], fault?: CardField): string {
  const bad = fault === name;
  return (
    `<div class="field ${name}"><label for="${name}">${label}</label><div class="box"><input id="${name}" name="${name}" ` +
    `autocomplete="${autofill}" inputmode="numeric" placeholder="${hint}" aria-invalid="${String(bad)}" ` +
    `aria-describedby="${name}-note" required${bad ? ' autofocus' : ''}></div>` +
    `<p class="note" id="${name}-note">${bad ? wrong : ''}</p></div>`
  );
}

const amountOf = ({ amount, currency, reference }: SandboxPayment): string =>
  `<p class="amount">${escape(`${toDecimal(money(amount, currency))} ${currency}`)} <small>for ${escape(reference)}</small></p>`;

const says = (text: string): string => `<p role="status">${text}</p>`;

const unknown = (): Response =>
  page(404, 'Payment', says('There is no such payment. Please go back to the shop.'));

/** `back`: where its forms may lead in the end, since browsers hold redirects to `form-action` as well. */
function page(status: number, title: string, body: string, back?: string): Response {
  const mayLeadTo = back ? ` ${new URL(back).origin}` : '';
  const policy =
    `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'${mayLeadTo}; ` +
    `frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  return new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title} – Sandbox</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/v1/frame.css"></head>` +
      `<body class="home hosted"><main><h1>${title}</h1>` +
      `<p>This is the sandbox’s own page. No real money moves here; never type a real card.</p>${body}</main></body></html>`,
    { status, headers: { ...PAGE_HEADERS, 'content-security-policy': policy } },
  );
}

/** See Other: what was sent is not sent again by a reload. */
const to = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
