/**
 * An order confirmation by e-mail: a ready `onOrder` hook on nodemailer, to be used as it is or as a beginning.
 *
 *   createStoreServer({ …, onOrder: orderMail({ transport: createTransport(SMTP_URL), from: 'Tea & Co <shop@tea.example>' }) })
 *
 * The hook may be called twice for one message (the mail server took it, and the process died before that was written
 * down). The Message-ID follows from the message, so mail servers and programs that drop duplicates can drop the second.
 */
import type { Transporter } from 'nodemailer';
import { decimalsOf, money, toDecimal } from '../src/index.js';
import type { OrderHook, OrderMessage } from '../src/server/index.js';

export interface MailOptions {
  readonly transport: Pick<Transporter, 'sendMail'>;
  /** `Tea & Co <shop@tea.example>`; its domain is also that of the Message-ID. */
  readonly from: string;
}

type Order = OrderMessage['data']['order'];

export function orderMail({ transport, from }: MailOptions): OrderHook {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1];
  if (!domain)
    throw new TypeError('orderMail(): `from` must be an address such as "Tea & Co <shop@tea.example>".');
  return async ({ id, type, data: { order } }) => {
    if (type !== 'order.paid') return;
    await transport.sendMail({
      from,
      // As a name and an address apart, so that nothing a buyer typed is read as a second address or a header.
      to: { name: order.shipping_address.full_name, address: order.buyer.email },
      messageId: `<${id}@${domain}>`,
      subject: `Order ${order.number}: thank you`,
      text: textOf(order),
      html: htmlOf(order),
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  };
}

const TOTALS: Readonly<Record<Order['totals'][number]['type'], string>> = {
  subtotal: 'Subtotal',
  discount: 'Discount',
  fulfillment: 'Delivery',
  tax: 'Tax',
  total: 'Total',
};

/** What both versions say, line by line: what, and how much. */
function rowsOf({ line_items, totals, currency, locale }: Order): [what: string, amount: string][] {
  // The engine's own decimals differ from the gateways' for some currencies.
  const digits = decimalsOf(currency);
  const format = new Intl.NumberFormat(languageOf(locale), {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const amount = (minor: number): string =>
    format.format(toDecimal(money(minor, currency)) as Intl.StringNumericLiteral);
  return [
    ...line_items.map(({ item, quantity }): [string, string] => [
      `${quantity} × ${item.title}${item.variant && ` (${item.variant})`}`,
      amount(item.price * quantity),
    ]),
    ...totals.map((total): [string, string] => [
      total.included ? 'Tax included' : TOTALS[total.type],
      amount(total.amount),
    ]),
  ];
}

/** What the page said may have the form of a language tag and be none. */
function languageOf(locale: string | null): string {
  try {
    return Intl.getCanonicalLocales(locale ?? 'en')[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const addressOf = ({ shipping_address: to }: Order): string[] =>
  [
    to.full_name,
    to.street_address,
    to.extended_address,
    [to.postal_code, to.address_locality].filter(Boolean).join(' '),
    to.address_region,
    to.address_country,
  ].filter((line) => line !== undefined && line !== '') as string[];

const textOf = (order: Order): string =>
  [
    `Thank you. Order ${order.number} is paid.`,
    '',
    ...rowsOf(order).map(([what, amount]) => `${what}: ${amount}`),
    '',
    ...addressOf(order),
    '',
    ...(order.note === null ? [] : [`Your note: ${order.note}`, '']),
    order.url,
    '',
  ].join('\n');

const htmlOf = (order: Order): string => `<!doctype html>
<html lang="en">
<title>Order ${escape(order.number)}</title>
<p>Thank you. Order <b>${escape(order.number)}</b> is paid.</p>
<table>
${rowsOf(order)
  .map(([what, amount]) => `<tr><td>${escape(what)}</td><td align="right">${escape(amount)}</td></tr>`)
  .join('\n')}
</table>
<p>${addressOf(order).map(escape).join('<br>')}</p>
${order.note === null ? '' : `<p>Your note: ${escape(order.note).replaceAll('\n', '<br>')}</p>\n`}<p><a href="${escape(order.url)}">Your order</a></p>
</html>
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
