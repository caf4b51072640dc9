/** The view of an order: what was ordered, and where its payment stands by the server's word. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { OrderAccess } from '../../src/api/orders.js';
import type { Order } from '../../src/api/types.js';
import { lastDecline, type OrderSnapshot, type OrderWatch } from '../../src/checkout/order.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { StoreOrderChangeEvent, StoreOrderPaidEvent } from '../events.js';
import { renderLine } from '../parts/line.js';
import { renderTotals } from '../parts/totals.js';
import { lines } from '../styles/base.js';
import { wordsOf, type Words } from './words.js';

/** What hosts an order: `<store-order>`, or a checkout without an order page. */
interface OrderHost extends StoreElement {
  readonly order?: string | undefined;
  readonly token?: string | undefined;
  readonly checkoutHref?: string | undefined;
}

export const styles = [
  lines,
  css`
    .order {
      display: grid;
      gap: var(--_gap);
    }
    .status p:first-child {
      font-weight: 600;
      font-size: 1.0625rem;
    }
  `,
];

export async function connect(
  host: OrderHost,
  store: Store,
  signal: AbortSignal,
  given?: OrderAccess,
): Promise<View> {
  const words = wordsOf(store);
  const access = given ?? findAccess(host, store);
  const watch = access && (await store.watchOrder(access, signal));
  let last: Order | undefined;

  watch?.subscribe(({ order, error }) => {
    host.requestUpdate();
    host.report(error);
    if (!order || order === last) return;
    const becamePaid = order.paymentStatus === 'paid' && last?.paymentStatus !== 'paid';
    last = order;
    host.dispatchEvent(new StoreOrderChangeEvent(order));
    if (becamePaid) host.dispatchEvent(new StoreOrderPaidEvent(order));
  }, signal);
  // A tab that was asleep looks at once instead of at its next turn.
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && watch?.refresh(),
    { signal },
  );

  return { render: () => renderOrder(host, words, watch) };
}

function renderOrder(host: OrderHost, words: Words, watch: OrderWatch | undefined): TemplateResult {
  const snapshot = watch?.get();
  const missing = !snapshot || snapshot.status === 'missing';
  const waiting = snapshot?.status === 'loading' || snapshot?.status === 'waiting';
  host.mark('busy', waiting);
  host.mark('paid', snapshot?.order?.paymentStatus === 'paid');
  host.mark('error', missing || snapshot.error !== undefined);
  if (missing)
    return html`<p class="notice error" part="notice" role="alert">${words.text('order.missing')}</p>`;
  const { order } = snapshot;
  if (!order) return renderLoading(words, snapshot);
  return html`<article class="order">
    <h2>${words.text('order.title', { number: order.number })}</h2>
    ${renderStatus(host, words, snapshot, order)}
    <ul class="lines">
      ${order.lines.map((line) => renderLine(line, words.price(line.subtotal), html`<span class="muted small">× ${line.quantity}</span>`))}
    </ul>
    ${renderTotals(order.totals, words)}
  </article>`;
}

const renderLoading = (words: Words, { error }: OrderSnapshot): TemplateResult =>
  html`<div role="status">
    <p class="muted">
      ${error ? words.coded(`error.${error.code}`, 'error.unexpected') : words.text('order.loading')}
    </p>
    <div class="skeleton"></div>
  </div>`;

function renderStatus(host: OrderHost, words: Words, snapshot: OrderSnapshot, order: Order): TemplateResult {
  const decline = lastDecline(order);
  const look =
    order.paymentStatus === 'paid' ? 'success' : decline || order.status === 'canceled' ? 'error' : '';
  return html`<div class="notice status ${look}" part="notice" role="status">
    <p>${statusText(words, snapshot, order, decline)}</p>
    ${order.paymentStatus === 'paid' ? html`<p class="small">${words.text('order.paid.email', { email: order.emailHint })}</p>` : nothing}
    ${
      decline && host.checkoutHref
        ? html`<a class="button primary" part="button-primary" href=${host.checkoutHref}
            >${words.text('order.again')}</a
          >`
        : nothing
    }
    ${order.mode === 'test' ? html`<p class="small muted">${words.text('order.test')}</p>` : nothing}
  </div>`;
}

function statusText(
  words: Words,
  { slow }: OrderSnapshot,
  order: Order,
  decline: string | undefined,
): string {
  switch (order.paymentStatus) {
    case 'paid':
    case 'canceled':
    case 'expired':
    case 'refunded':
    case 'partially_refunded':
    case 'disputed':
    case 'lost':
    case 'review':
      return words.text(`order.${order.paymentStatus}`);
    case 'processing':
      // An attempt that is open may only be waiting for the gateway's callback, or for the shopper.
      if (order.payments.at(-1)?.status === 'processing') return words.text('order.processing');
      return words.text(slow ? 'order.waiting.slow' : 'order.waiting');
    case 'unpaid':
      if (decline === 'canceled') return words.text('order.unpaid');
      if (decline)
        return words.text('order.declined', {
          reason: words.coded(`declined.${decline}`, 'declined.card_declined'),
        });
      return words.text('order.unpaid');
  }
}

/** From the attributes, else the page's address, whose token is kept for this tab and then taken out of it. */
function findAccess(host: OrderHost, store: Store): OrderAccess | undefined {
  const hash = new URLSearchParams(location.hash.slice(1));
  const id =
    host.order ?? hash.get('order') ?? new URLSearchParams(location.search).get('order') ?? undefined;
  if (!id) return undefined;
  const token = host.token ?? hash.get('token');
  const access = token ? { id, token } : store.findAccess(id);
  if (access && hash.has('token') && store.keepAccess(access)) {
    hash.delete('token');
    history.replaceState(history.state, '', `#${hash.toString()}`);
  }
  return access;
}
