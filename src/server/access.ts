/** Who may do what: the order token opens its order, the Idempotency-Key makes a request repeatable. No cookies. */
import { StoreError } from '../errors.js';
import { hasCardNumber } from './card-data.js';
import { isOrderId, sameSecret, sha256 } from './ids.js';
import type { OrderRow } from './db/tables.js';
import type { World } from './world.js';

/**
 * The order, if the request carries its token.
 * @throws StoreError `order_not_found`, the same whether there is no such order or the token is not its own.
 */
export async function openOrder(world: World, request: Request, id = ''): Promise<OrderRow> {
  const [, token = ''] =
    /^Bearer ([A-Za-z0-9_-]{20,100})$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const order = isOrderId(id)
    ? await world.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  // Compared also when there is nothing to compare with, so that both ways take as long.
  const opens = sameSecret(sha256(token), order?.token_hash ?? '');
  if (!order || !opens) throw new StoreError('order_not_found');
  return order;
}

/** @throws StoreError `request_invalid` if it is missing or not 32–128 of `A–Z a–z 0–9 _ -`; `card_data_refused`. */
export function idempotencyKey(request: Request): string {
  const key = request.headers.get('idempotency-key') ?? '';
  // Part by part: a UUID's last two groups may be digits that happen to look like a card.
  if (key.split(/[_-]/).some((part) => hasCardNumber(part, 'opaque')))
    throw new StoreError('card_data_refused');
  if (/^[A-Za-z0-9_-]{32,128}$/.test(key)) return key;
  const message =
    'Must be 32 to 128 letters, digits, dashes or underscores, random, and new for every order.';
  throw new StoreError('request_invalid', undefined, {
    info: { errors: [{ path: 'header Idempotency-Key', message }] },
  });
}
