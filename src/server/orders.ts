/**
 * Placing and reading orders. The server prices anew inside the transaction that writes the order, so what is charged is
 * what the catalogue said at that moment and what the shopper agreed to, both. The same request under the same key comes
 * to the same order, however often and however parallel it is sent.
 */
import { StoreError } from '../errors.js';
import type { WireOrderRequest, WirePlacedOrder } from '../api/wire.js';
import { idempotencyKey, openOrder } from './access.js';
import { askForPage } from './asking.js';
import { giveUseBack, takeUse, usedCoupon } from './coupons.js';
import { agreedTo } from './consents.js';
import { requireSelling } from './catalog/routes.js';
import type { Db } from './db/database.js';
import { transact } from './db/transact.js';
import { canonical, orderToken, sha256, type OrderId, type PaymentId } from './ids.js';
import { readJson } from './json.js';
import { orderView } from './order-view.js';
import { announce } from './outbox/announce.js';
import { addAttempt, paymentsOf, requireGateway, startAttempt } from './payments.js';
import { json } from './problems.js';
import { cartOf, placeIn, quoteFor, skusOf } from './quotes.js';
import { createAnswers, untilAnswered, type RuleAnswers } from './rule-answers.js';
import { dueAt } from './schedule.js';
import { check } from './schemas.js';
import { takeStock } from './stock.js';
import type { Handler, World } from './world.js';

export const postOrder: Handler = async (world, { request, client }) => {
  const key = idempotencyKey(request);
  const wish = check(world.schemas.order, await readJson(request));
  requireGateway(world, wish.gateway);
  const { id, payment } = await placeOnce(world, wish, key, client);
  const placed: WirePlacedOrder = { ...(await startAttempt(world, payment)), token: orderToken(key, id) };
  return json(placed, 201);
};

export const getOrder: Handler = async (world, { request, params }) => {
  const order = await openOrder(world, request, params['id']);
  const payments = await paymentsOf(world, order.id);
  if (!(await askForPage(world, payments))) return json(orderView(order, payments));
  return json(orderView(await openOrder(world, request, order.id), await paymentsOf(world, order.id)));
};

interface Placed {
  readonly id: OrderId;
  readonly payment: PaymentId;
}

async function placeOnce(
  world: World,
  wish: WireOrderRequest,
  key: string,
  client: string | undefined,
): Promise<Placed> {
  const hashes = { key_hash: sha256(key), request_hash: sha256(canonical(wish)) };
  // What was placed once is answered as it was, whatever has become of the catalogue.
  const before = await findPlaced(world.db, hashes);
  if (before) return before;
  requireSelling(world);
  await world.catalog.freshItems(skusOf(wish.line_items));
  try {
    const answers = createAnswers(world);
    return await untilAnswered(() => place(world, wish, { key, client, answers }, hashes));
  } catch (error) {
    // Another machine may have written the same order in the same moment; its unique key made ours fail.
    const meanwhile = await findPlaced(world.db, hashes);
    if (meanwhile) return meanwhile;
    throw error;
  }
}

interface Hashes {
  readonly key_hash: string;
  readonly request_hash: string;
}

/** The order of this key, with its first attempt. @throws StoreError `key_reused` if it was for another request. */
async function findPlaced(db: Db, { key_hash, request_hash }: Hashes): Promise<Placed | undefined> {
  const found = await db
    .selectFrom('orders as o')
    .innerJoin('payments as p', (join) => join.onRef('p.order_id', '=', 'o.id').on('p.number', '=', 1))
    .select(['o.id', 'o.request_hash', 'p.id as payment'])
    .where('o.key_hash', '=', key_hash)
    .executeTakeFirst();
  if (found && found.request_hash !== request_hash) throw new StoreError('key_reused');
  return found && { id: found.id, payment: found.payment };
}

/** Order, lines and first attempt, or nothing at all. */
function place(
  world: World,
  wish: WireOrderRequest,
  {
    key,
    client,
    answers,
  }: { readonly key: string; readonly client: string | undefined; readonly answers: RuleAnswers },
  hashes: Hashes,
): Promise<Placed> {
  return transact(world.db, async (trx) => {
    const before = await findPlaced(trx, hashes);
    if (before) return before;
    const agreed = agreedTo(world.settings.consents, wish.consents ?? [], wish.locale ?? null);
    const { country, option_id: optionId } = wish.fulfillment;
    // By the address it goes to, whatever the quote was asked for.
    const cart = {
      ...cartOf(wish),
      country,
      ...placeIn(wish.shipping_address),
      optionId,
      client,
      email: wish.buyer.email,
    };
    const quote = await quoteFor(world, trx, cart, answers);
    if (quote.hash !== wish.quote_hash || quote.fulfillment.option_id !== optionId) {
      throw new StoreError('quote_changed', undefined, { info: { quote } });
    }
    const used = await usedCoupon(world, trx, quote.discounts?.applied[0]?.code, wish.buyer.email);
    // The last use may have gone to another order in this moment: then it costs more than the shopper saw.
    if (!(await takeUse(trx, used)))
      throw new StoreError('quote_changed', undefined, {
        info: { quote: await quoteFor(world, trx, cart, answers) },
      });
    const wanted = quote.line_items.map(({ id: sku, quantity }) => ({ sku, quantity }));
    if (quote.status !== 'ready_for_complete' || !(await takeStock(trx, wanted))) {
      await giveUseBack(trx, used);
      throw new StoreError('quote_blocked', undefined, {
        info: { quote: await quoteFor(world, trx, cart, answers) },
      });
    }
    const counter = await trx
      .updateTable('counters')
      .set((eb) => ({ value: eb('value', '+', 1) }))
      .where('name', '=', 'order_number')
      .returning('value')
      .executeTakeFirstOrThrow();
    const id = world.ids.order();
    const order = {
      ...hashes,
      id,
      number: counter.value,
      token_hash: sha256(orderToken(key, id)),
      mode: world.settings.mode,
      currency: quote.currency,
      total: quote.totals.find(({ type }) => type === 'total')?.amount ?? 0,
      quote: JSON.stringify(quote),
      email: wish.buyer.email,
      phone: wish.buyer.phone ?? null,
      address: JSON.stringify(wish.shipping_address),
      billing_address: wish.billing_address ? JSON.stringify(wish.billing_address) : null,
      note: wish.note ?? null,
      consents: agreed.length > 0 ? JSON.stringify(agreed) : null,
      locale: wish.locale ?? null,
      placed_at: world.now(),
      canceled_at: null,
      expired_at: null,
      ...used,
      gift_note: wish.gift_note ?? null,
      stock: 'held' as const,
      payment_status: 'processing' as const, // one open attempt, see orderStatus
    };
    const first = {
      ...{ status: 'open' as const, gateway: wish.gateway, news_at: order.placed_at, amount: order.total },
      ...{ number: 1, part: null, covered: null, closing_at: null, undone_at: null },
    };
    const due_at = dueAt(world, order, [first]);
    await trx
      .insertInto('orders')
      .values({ ...order, due_at })
      .execute();
    const lines = quote.line_items.map((line) => ({
      order_id: id,
      sku: line.item.id,
      quantity: line.quantity,
      unit_price: line.item.price,
      discount: -(line.totals.find(({ type }) => type === 'discount')?.amount ?? 0) || 0,
    }));
    await trx.insertInto('order_lines').values(lines).execute();
    const payment = await addAttempt(world, trx, order, {
      number: 1,
      amount: order.total,
      part: null,
      gateway: wish.gateway,
      locale: wish.locale ?? null,
      request_key_hash: hashes.key_hash,
      request_hash: hashes.request_hash,
    });
    await announce(world, trx, id, 'order.placed');
    return { id, payment };
  });
}
