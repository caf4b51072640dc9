/** The processors that the conformance kit finds behind Square's two halves: the double of its API, and a shopper at it. */
import type { Square } from 'square';
import type { Booking, Clock, Deed, Processor } from '../../src/conformance/index.js';
import { squareGateway, squarePaymentLinks } from '../../src/gateways/square/server.js';
import { money } from '../../src/money.js';
import { ACCESS_TOKEN, SIGNATURE_KEY, startSquareApi } from './square/api.js';
import { ApiError, type Token } from './square/book.js';
import { optionsFor } from './square/shop.js';

export const SQUARE_SECRETS = [ACCESS_TOKEN, SIGNATURE_KEY];

const TOKENS = { pay: 'cnon:ok', decline: 'cnon:declined', cancel: 'cnon:ok' } as const;

let tokens = 0;
/** Each is good for one payment. */
const tokenFor = (deed: Deed): Token => `${TOKENS[deed]}-${String(++tokens)}`;

const amountOf = (value: Square.Money | undefined): Booking['amount'] =>
  money(Number(value?.amount), String(value?.currency));

/** `form`: the shopper's deed is a token, which our server charges; `page`: the shopper is on Square's own page. */
export async function squareProcessor(
  { now }: Clock,
  kind: 'form' | 'page',
  currency: 'EUR' | 'JPY',
): Promise<Processor> {
  const api = await startSquareApi({ now: () => now().getTime(), currency });
  const { book, events } = api;
  const options = optionsFor(api);

  const referenceOf = ({ referenceId, orderId }: Square.Payment): string => {
    const link = [...book.links.values()].find(({ order }) => order.id === orderId);
    return link?.order.referenceId ?? referenceId ?? '?';
  };
  return {
    gateway: kind === 'form' ? squareGateway(options) : squarePaymentLinks({ ...options, title: 'Tea & Co' }),
    act(deed, { reference }) {
      if (kind === 'form') return Promise.resolve(tokenFor(deed));
      const link = [...book.links.values()].find(({ order }) => order.referenceId === reference);
      try {
        book.payLink(link?.order.id ?? '', tokenFor(deed));
      } catch (error) {
        // Square says no: the shopper sees it, and nothing more comes of it.
        if (!(error instanceof ApiError)) throw error;
      }
      return Promise.resolve(undefined);
    },
    callbacks: () =>
      Promise.resolve(
        events.all.map((event) => {
          // Of Square's headers the signature alone is looked at.
          const { body, headers } = events.sign(event);
          const [name] = Object.keys(headers).filter((each) => each.endsWith('signature'));
          return { headers: { [name ?? '']: headers[name ?? ''] ?? '' }, body };
        }),
      ),
    charges: () =>
      Promise.resolve(
        [...book.payments.values()]
          .filter(({ status }) => status === 'COMPLETED')
          .map((payment) => ({ reference: referenceOf(payment), amount: amountOf(payment.totalMoney) })),
      ),
    refunds: () =>
      Promise.resolve(
        book.refunds.map(({ paymentId, amountMoney }) => {
          const payment = book.payments.get(paymentId ?? '');
          return { reference: payment ? referenceOf(payment) : '?', amount: amountOf(amountMoney) };
        }),
      ),
    stop: () => api.close(),
  };
}
