/** Why the shopper is back at the form, in the shop's words. */
import type { Order } from '../../src/api/types.js';
import { heldOf } from '../../src/checkout/part.js';
import type { Notice } from '../../src/checkout/flow.js';
import type { Words } from './words.js';

/** `code`: the one that came with the quote takes nothing off. */
export function noticeText(
  notice: Notice,
  words: Words,
  total: string,
  order?: Order,
  code?: boolean,
): string {
  switch (notice.kind) {
    case 'declined':
      return words.text('notice.declined', {
        reason: words.coded(`declined.${notice.code}`, 'declined.card_declined'),
      });
    case 'error':
      return words.text(notice.sent ? 'notice.error.sent' : 'notice.error', {
        reason: words.coded(`error.${notice.code}`, 'error.unexpected'),
      });
    case 'quote_changed':
      return words.text(code ? 'notice.coupon' : 'notice.quote_changed', { total });
    case 'part': {
      const held = heldOf(order);
      return words.text('notice.part', { held: held ? words.price(held.amount) : '', due: total });
    }
    case 'form':
      return notice.message ?? words.text('notice.form');
    default:
      return words.text(`notice.${notice.kind}`);
  }
}
