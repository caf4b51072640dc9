/**
 * The control: a shop as it is often written. It believes the browser that the payment went through, makes a new payment
 * at the gateway for every click, and asks nobody afterwards. The model must find that money is lost and taken twice.
 */
import { money } from '../../src/money.js';
import type { ShopMaker } from './world.js';

interface NaiveOrder {
  readonly id: string;
  state: string;
  readonly total: number;
  readonly references: string[];
}

export const naiveShop: ShopMaker = ({ gateways, now }) => {
  const orders = new Map<string, NaiveOrder>();
  let price = 1999;
  let count = 0;
  const json = (body: unknown, status = 200): Response => Response.json(body, { status });
  const view = (order: NaiveOrder): Record<string, unknown> => ({
    id: order.id,
    payment_status: order.state,
    totals: [{ type: 'total', amount: order.total }],
    payments: [],
  });

  async function startPayment(order: NaiveOrder, name: string): Promise<Response> {
    const gateway = gateways.find((each) => each.name === name);
    count += 1;
    const paymentId = `naive_${count}`;
    order.references.push(paymentId);
    const started = await gateway?.start(
      {
        paymentId,
        orderId: order.id,
        key: `click-${count}`, // a new one for every click
        amount: money(order.total, 'EUR'),
        gatewayPaymentId: null,
        createdAt: new Date(now()),
        returnUrl: 'https://shop.test/order.html',
      },
      new AbortController().signal,
    );
    const payment = { id: paymentId, gateway: name, status: 'open' };
    return json({ order: view(order), payment, next: started?.next, token: 'x'.repeat(43) }, 201);
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, , route, id = '', more] = url.pathname.split('/');
    const order = orders.get(id);
    if (route === 'quotes') {
      const totals = [{ type: 'total', amount: price }];
      return json({
        status: 'ready_for_complete',
        hash: `hash ${price}`,
        totals,
        line_items: [],
        messages: [],
      });
    }
    if (route === 'orders' && request.method === 'POST' && !id) {
      const { gateway } = (await request.json()) as { gateway: string };
      const made: NaiveOrder = {
        id: `naive_order_${orders.size}`,
        state: 'processing',
        total: price,
        references: [],
      };
      orders.set(made.id, made);
      return startPayment(made, gateway);
    }
    if (route !== 'orders' || !order) return json({ received: true });
    if (more === 'payments')
      return startPayment(order, ((await request.json()) as { gateway: string }).gateway);
    if (more === 'cancel') order.state = 'canceled';
    // What the page says when the gateway's script told it so, and what anybody can type.
    if (url.searchParams.get('redirect_status') === 'succeeded') order.state = 'paid';
    return json(view(order));
  }

  return Promise.resolve({
    fetch: (request) => answer(request).catch(() => json({ code: 'server_failed' }, 502)),
    sweep: () => {
      // Given up by the clock, without asking.
      for (const order of orders.values()) if (order.state === 'processing') order.state = 'expired';
      return Promise.resolve();
    },
    deliver: () => Promise.resolve(),
    restart: () => undefined,
    dieAt: () => undefined,
    reprice: (wanted) => {
      price = wanted;
      return Promise.resolve();
    },
    ledger: () =>
      Promise.resolve(
        [...orders.values()].map((order) => ({ ...order, quoteHash: `hash ${order.total}`, holds: 0 })),
      ),
    alerts: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  });
};
