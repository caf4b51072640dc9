/** The view of an order: what was ordered, and where its payment stands by the server's word. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { orderLink } from '../../src/api/arrival.js';
import type { OrderAccess } from '../../src/api/orders.js';
import type { Order } from '../../src/api/types.js';
import type { KnownOrders } from '../../src/checkout/known-orders.js';
import { lastDecline, waitsForShopper } from '../../src/checkout/order.js';
import type { OrderSnapshot, OrderWatch } from '../../src/checkout/order-watch.js';
import { heldOf } from '../../src/checkout/part.js';
import { EN_RECEIPT } from '../../src/locale/en-receipt.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { StoreOrderChangeEvent, StoreOrderPaidEvent } from './events.js';
import { renderLine } from '../parts/line.js';
import { safeLink } from '../parts/safe-link.js';
import { renderTotals } from '../parts/totals.js';
import { lines } from '../styles/base.js';
import { arrive } from './arrive.js';
import { lost } from './lost.js';
import { wordsOf, type MoreWords } from './words.js';

type Words = MoreWords<typeof EN_RECEIPT>;

/** What hosts an order: `<store-order>`, or a checkout without an order page. */
interface OrderHost extends StoreElement {
  readonly order?: string | undefined;
  readonly token?: string | undefined;
  readonly checkoutHref?: string | undefined;
}

export const styles = [
  lines,
  css`
    .notice.success {
      --_kind: var(--_success);
    }
    .order {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--_gap);
      overflow-wrap: anywhere;
    }
    .loading {
      display: grid;
    }
    .loading > * {
      grid-area: 1 / 1;
    }
    .loading > p {
      padding: 1.25rem 1rem;
      z-index: 1;
    }
    .instructions {
      white-space: pre-line;
      overflow-wrap: anywhere;
    }
    .status p:first-child {
      font-weight: 600;
      font-size: 1.0625rem;
    }
    /* On paper: black on white whatever the theme, nothing to press, no line cut in two. */
    @media print {
      :host {
        --_text: #000;
        --_muted: #444;
        --_surface: #fff;
        --_border: #888;
        padding: 0 !important;
        background: none !important;
      }
      .button {
        display: none;
      }
      .line,
      .totals {
        content-visibility: visible;
        break-inside: avoid;
      }
    }
  `,
];

export async function connect(
  host: OrderHost,
  store: Store,
  signal: AbortSignal,
  given?: OrderAccess,
  payAgain?: () => void,
): Promise<View> {
  const words = wordsOf(store, EN_RECEIPT);
  // On its way while the rest is.
  void import('../../src/checkout/order-watch.js').catch(() => undefined);
  const orders = await store.orders();
  let watch: OrderWatch | undefined;
  let shown = new AbortController();
  let unopened = false;

  async function show(access: OrderAccess): Promise<void> {
    shown.abort();
    const mine = (shown = new AbortController());
    let last: Order | undefined;
    const made = await orders.watch(access, AbortSignal.any([mine.signal, signal]));
    if (mine.signal.aborted) return;
    watch = made;
    watch.subscribe(({ order, error }) => {
      host.requestUpdate();
      host.report(error);
      if (!order || order === last) return;
      const becamePaid = order.paymentStatus === 'paid' && last?.paymentStatus !== 'paid';
      last = order;
      host.dispatchEvent(new StoreOrderChangeEvent(order));
      if (becamePaid) host.dispatchEvent(new StoreOrderPaidEvent(order));
    }, mine.signal);
    host.requestUpdate();
  }

  async function look(): Promise<void> {
    const arrived = arrive(orders);
    const access = arrived?.access;
    unopened = arrived !== undefined && !access;
    if (access && access.id !== watch?.get().access.id) await show(access);
    host.requestUpdate();
  }

  const own = given ?? named(host, orders);
  if (own) await show(own);
  else {
    await look();
    // A link to another order, opened on this page, loads nothing.
    addEventListener('hashchange', () => void look().catch((cause: unknown) => host.report(lost(cause))), {
      signal,
    });
  }
  // A tab that nobody looks at asks nothing, and looks at once when it is seen again.
  const onVisible = (): void => (document.hidden ? watch?.pause() : watch?.refresh());
  document.addEventListener('visibilitychange', onVisible, { signal });
  if (document.hidden) onVisible();

  return {
    render: () =>
      renderOrder({ host, words, snapshot: watch?.get(), unopened, payAgain: payAgainOf(host, payAgain) }),
  };
}

interface Shown {
  readonly host: OrderHost;
  readonly words: Words;
  readonly snapshot: OrderSnapshot | undefined;
  /** An order is meant, but this browser has no token for it. */
  readonly unopened: boolean;
  /** Draws what leads to paying for the order; undefined where nothing does. */
  readonly payAgain: ((access: OrderAccess, look: string, text: string) => TemplateResult) | undefined;
}

function payAgainOf(host: OrderHost, here: (() => void) | undefined): Shown['payAgain'] {
  const { checkoutHref } = host;
  if (here)
    return (_, look, text) =>
      html`<button class="button ${look}" part="button-${look}" type="button" @click=${here}>
        ${text}
      </button>`;
  const page = safeLink(checkoutHref);
  if (!page) return undefined;
  // With its key, so that it is this order that is paid for, in whatever browser the shopper is by now.
  return (access, look, text) =>
    html`<a class="button ${look}" part="button-${look}" href=${orderLink(page, access)}>${text}</a>`;
}

function renderOrder(shown: Shown): TemplateResult {
  const { host, words, snapshot } = shown;
  const missing = !snapshot || snapshot.status === 'missing';
  const waiting = snapshot?.status === 'loading' || snapshot?.status === 'waiting';
  host.mark('busy', waiting);
  host.mark('paid', snapshot?.order?.paymentStatus === 'paid');
  host.mark('error', missing || snapshot.error !== undefined);
  if (missing)
    return html`<p class="notice error" part="notice" role="alert">
      ${words.text(shown.unopened ? 'order.unopened' : 'order.missing')}
    </p>`;
  const { order } = snapshot;
  if (!order) return renderLoading(words, snapshot);
  return html`<article class="order">
    <h2 tabindex="-1">${words.text('order.title', { number: order.number })}</h2>
    ${renderStatus(shown, snapshot, order)}
    <ul class="lines">
      ${order.lines.map((line) => renderLine(line, words.price(line.subtotal), html`<span class="muted small">× ${line.quantity}</span>`))}
    </ul>
    ${renderTotals(order.totals, words)}
  </article>`;
}

const renderLoading = (words: Words, { error }: OrderSnapshot): TemplateResult =>
  html`<div class="loading" role="status">
    <p class="muted">
      ${error ? words.coded(`error.${error.code}`, 'error.unexpected') : words.text('order.loading')}
    </p>
    <div class="skeleton"></div>
  </div>`;

function renderStatus({ words, payAgain }: Shown, snapshot: OrderSnapshot, order: Order): TemplateResult {
  const decline = lastDecline(order);
  const outside = instructionsOf(order);
  const look =
    order.paymentStatus === 'paid' ? 'success' : decline || order.status === 'canceled' ? 'error' : '';
  const unfinished = snapshot.slow && waitsForShopper(order) && outside === undefined && payAgain;
  const { access } = snapshot;
  return html`<div class="notice status ${look}" part="notice" role="status">
    <p>${statusText(words, snapshot, order, decline)}</p>
    ${order.paymentStatus === 'paid' ? html`<p class="small">${words.text('order.paid.email', { email: order.emailHint })}</p>` : nothing}
    ${outside ? html`<p class="instructions">${fillIn(outside, order, words)}</p>` : nothing}
    ${decline && payAgain ? payAgain(access, 'primary', words.text('order.again')) : nothing}
    ${heldOf(order) && payAgain ? payAgain(access, 'primary', words.text('order.continue')) : nothing}
    ${
      unfinished
        ? html`<p class="small">${words.text('order.unfinished')}</p>
            ${unfinished(access, 'secondary', words.text('order.continue'))}`
        : nothing
    }
    ${order.mode === 'test' ? html`<p class="small muted">${words.text('order.test')}</p>` : nothing}
  </div>`;
}

const instructionsOf = (order: Order): string | undefined =>
  waitsForShopper(order) ? order.payments.at(-1)?.instructions : undefined;

const fillIn = (text: string, order: Order, words: Words): string =>
  text.replaceAll('{number}', order.number).replaceAll('{total}', words.price(order.total));

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
      if (instructionsOf(order) !== undefined) return words.text('order.offline');
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

/** The order that the element's attributes name. */
function named({ order: id, token }: OrderHost, orders: KnownOrders): OrderAccess | undefined {
  if (!id) return undefined;
  return token ? { id, token } : orders.find(id);
}
