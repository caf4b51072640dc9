/**
 * Square's hosted page, as a redirect gateway: one payment link per attempt. The order that Square makes with the link stands
 * for the payment here, since there is none before the shopper pays; it carries our reference, its payments do not, so that the
 * form's half (server.ts) on the same account never takes them for its own.
 */
import { StoreError } from '../../errors.js';
import type { Attempt, PaymentReport, ServerGateway } from '../gateway-server.js';
import { connect, fromSquare, isRefused, missing, toSquare, type Square } from './server-client.js';
import { disputeIn, readCallback, type SquareEvent } from './server-events.js';
import { closePayment, fetchPayment, refundPayment, takePayment } from './server-payments.js';
import type { SquareServerOptions } from './server-options.js';
import { reportOf } from './server-reports.js';

export interface SquareLinksOptions extends Omit<SquareServerOptions, 'capture'> {
  /** What the page calls what is paid for: the store's name, or "Your order". */
  readonly title: string;
  /** Hosts of the page. Default: Square's own. */
  readonly hosts?: readonly string[];
}

/** Short links and the pages they lead to. */
const HOSTS = {
  test: ['sandbox.square.link', 'connect.squareupsandbox.com'],
  live: ['square.link', 'checkout.square.site', 'book.squareup.com'],
} as const;

/** @throws TypeError for a token or id of the wrong kind. */
export function squarePaymentLinks(options: SquareLinksOptions): ServerGateway {
  const square = connect(options, 'squarePaymentLinks');
  const { locationId } = options;
  const { mode } = square;
  const hosts = options.hosts ?? HOSTS[mode];

  /** Without a key each call would make a link of its own. */
  async function made(attempt: Attempt, signal: AbortSignal): Promise<Square.PaymentLink> {
    const line = { name: options.title, quantity: '1', basePriceMoney: toSquare(attempt.amount) };
    const { paymentLink } = await square.twice(signal, (api, how) =>
      api.checkout.paymentLinks.create(
        {
          idempotencyKey: attempt.key,
          order: { locationId, referenceId: attempt.paymentId, lineItems: [line] },
          checkoutOptions: {
            redirectUrl: attempt.returnUrl,
            allowTipping: false,
            enableCoupon: false,
            enableLoyalty: false,
          },
          ...(attempt.buyer && { prePopulatedData: { buyerEmail: attempt.buyer.email } }),
        },
        how,
      ),
    );
    if (!paymentLink?.orderId) throw new StoreError('gateway_failed', 'Square answered without a link.');
    return paymentLink;
  }

  const fetchOrder = async (orderId: string, signal: AbortSignal): Promise<Square.Order | undefined> =>
    (await square.twice(signal, (api, how) => api.orders.get({ orderId }, how)).catch(missing))?.order;

  const orderOf = async (attempt: Attempt, signal: AbortSignal): Promise<Square.Order | undefined> =>
    fetchOrder(attempt.gatewayPaymentId ?? (await made(attempt, signal)).orderId ?? '', signal);

  const paymentOf = ({ tenders }: Square.Order, signal: AbortSignal): Promise<Square.Payment | undefined> => {
    const id = tenders?.find(({ paymentId }) => paymentId)?.paymentId;
    return id ? fetchPayment(square, id, signal) : Promise.resolve(undefined);
  };

  async function report(order: Square.Order, signal: AbortSignal): Promise<PaymentReport> {
    const { id = '', referenceId: reference = null, state } = order;
    const payment = await paymentOf(order, signal);
    if (payment) {
      const said = reportOf(payment, { mode, id, reference });
      // A card that was declined on the page can be followed by another; a payment canceled, too, as long as the link lives.
      const over = !['declined', 'canceled'].includes(said.status) || state === 'CANCELED';
      return over ? said : { ...said, status: 'open', declineCode: null };
    }
    return {
      gatewayPaymentId: id,
      reference,
      status: state === 'CANCELED' ? 'canceled' : 'open',
      amount: fromSquare(order.totalMoney),
      account: order.locationId,
      mode,
      declineCode: null,
      refunded: null,
    };
  }

  async function read(event: SquareEvent, signal: AbortSignal): Promise<PaymentReport | undefined> {
    const payment = await fetchPayment(square, event.paymentId ?? '', signal);
    const order = payment?.orderId ? await fetchOrder(payment.orderId, signal) : undefined;
    if (!order?.referenceId) return undefined;
    const dispute = await disputeIn(square, event, signal);
    return { ...(await report(order, signal)), ...(dispute && { dispute }) };
  }

  /** Links are known by an id of their own, which nothing else leads to. */
  const linkFor = (orderId: string, signal: AbortSignal): Promise<Square.PaymentLink | undefined> =>
    square.twice(signal, async (api, how) => {
      for await (const link of await api.checkout.paymentLinks.list({ limit: 1000 }, how))
        if (link.orderId === orderId) return link;
      return undefined;
    });

  async function paid(attempt: Attempt, signal: AbortSignal): Promise<{ order: Square.Order; id: string }> {
    const order = await orderOf(attempt, signal);
    const id = order && (await paymentOf(order, signal))?.id;
    if (!order || !id) throw new StoreError('refund_refused', 'Nothing was paid on this page.');
    return { order, id };
  }

  return {
    name: 'square-links',
    mode,
    callbackUrl: options.webhook.notificationUrl,
    describe: () => ({
      name: 'square-links',
      kind: 'redirect',
      mode,
      frame_origins: [],
      redirect_hosts: hosts,
      settings: {},
    }),
    async start(attempt, signal) {
      const { orderId = null, url, longUrl } = await made(attempt, signal);
      const address = [url, longUrl].find((each) => each && hosts.includes(new URL(each).host));
      if (!address)
        throw new StoreError('gateway_failed', 'Square gave no address that is known as its own.');
      return {
        gatewayPaymentId: orderId,
        next: { type: 'redirect', method: 'GET', url: address, fields: {} },
        report: undefined,
      };
    },
    async retrieve(attempt, signal) {
      const order = await orderOf(attempt, signal);
      return order && report(order, signal);
    },
    verifyCallback: (callback) => readCallback(callback, { options, read }),
    async cancel(attempt, signal) {
      const order = await orderOf(attempt, signal);
      if (!order?.id) return undefined;
      const link = await linkFor(order.id, signal);
      if (link?.id) {
        const { id } = link;
        // Without its link the page takes no money any more; an order that was paid a moment ago stays paid.
        await square
          .twice(signal, (api, how) => api.checkout.paymentLinks.delete({ id }, how))
          .catch((error: unknown) => {
            if (!isRefused(error)) throw error;
          });
      }
      const payment = await paymentOf(order, signal);
      if (payment) await closePayment(square, payment, signal);
      const now = await fetchOrder(order.id, signal);
      return now && report(now, signal);
    },
    async capture(attempt, signal) {
      const { order, id } = await paid(attempt, signal);
      await takePayment(square, id, signal);
      return report(order, signal);
    },
    async refund(attempt, amount, key, signal) {
      const { order, id } = await paid(attempt, signal);
      const refundId = await refundPayment(square, { paymentId: id, amount, key }, signal);
      return { refundId, report: await report(order, signal).catch(() => undefined) };
    },
  };
}
