/** The view of `<store-express-checkout>`: owns the mount of the wallets' buttons and tells what came of them. */
import { html, nothing, type TemplateResult } from 'lit';
import { orderLink } from '../../src/api/arrival.js';
import { createExpressRow, type ExpressRow, type ExpressStatus } from '../../src/checkout/express-host.js';
import type { CheckoutSnapshot } from '../../src/checkout/snapshot.js';
import type { Money } from '../../src/money.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import { createMount, type Mount } from '../base/mount.js';
import type { StoreElement } from '../base/store-element.js';
import { StoreOrderPlacedEvent, StorePaymentReadyEvent } from './events.js';
import { safeLink } from '../parts/safe-link.js';
import { appearanceOf } from './appearance.js';
import { expressStyles } from './express-styles.js';
import { renderConsents, styles as consentStyles } from './consents-view.js';
import { noticeText } from './notice-text.js';
import { tickStyles } from './styles.js';
import { wordsOf } from './words.js';

/** What hosts the view: `<store-express-checkout>`. */
export interface ExpressHost extends StoreElement {
  readonly orderHref: string | undefined;
}

export const styles = [expressStyles, tickStyles, ...consentStyles];

/** Phases in which a sheet may be open, or may be opened. */
const ALIVE: readonly CheckoutSnapshot['flow']['phase'][] = [
  'editing',
  'validating',
  'placing',
  'confirming',
];

/** `inside`: on top of a checkout's own form, which tells its state itself. */
export async function connect(
  host: ExpressHost,
  store: Store,
  signal: AbortSignal,
  inside = false,
): Promise<View> {
  const [checkout, orders] = await Promise.all([store.checkout(), store.orders()]);
  const { cart } = store;
  const words = wordsOf(store);
  let row: ExpressRow | undefined;
  let mount: Mount | undefined;
  let status: ExpressStatus = { status: 'none' };
  let last = checkout.get();

  store.orderUrl = safeLink(host.orderHref) ?? store.orderUrl;
  checkout.subscribe(onChange, signal);
  cart.subscribe(({ quote, status: priced }) => {
    host.requestUpdate();
    if (priced === 'priced' && quote && quote.total.amount > 0) void row?.update({ amount: quote.total });
  }, signal);
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const dress = (): void => void row?.update({ appearance: appearanceOf(host) });
  darkness.addEventListener('change', dress, { signal });
  document.addEventListener('store-theme-change', dress, { signal });
  addEventListener('pageshow', onShow, { signal });
  signal.addEventListener('abort', unmount, { once: true });

  /** Back from the order page, maybe long after. A checkout on the page looks at everything again for both. */
  function onShow(event: PageTransitionEvent): void {
    if (event.persisted && checkout.get().flow.phase === 'handed') checkout.restart();
  }

  function onChange(now: CheckoutSnapshot): void {
    const before = last;
    last = now;
    host.requestUpdate();
    if (!now.byWallet) return;
    if (now.placed && now.placed.order.id !== before.placed?.order.id) {
      orders.keep(now.placed.access);
      host.dispatchEvent(new StoreOrderPlacedEvent(now.placed.order));
    }
    const { flow } = now;
    if (
      flow !== before.flow &&
      flow.phase === 'handed' &&
      flow.hint !== 'leaving' &&
      now.placed &&
      host.orderHref
    )
      location.assign(orderLink(safeLink(host.orderHref) ?? store.orderUrl, now.placed.access));
  }

  const amount = (): Money | undefined => {
    const total = cart.get().quote?.total;
    return total && total.amount > 0 ? total : undefined;
  };

  function place(): void {
    const total = amount();
    const wanted =
      last.verdict.allowed && last.config && total && !last.resumed && ALIVE.includes(last.flow.phase);
    if (!wanted) return unmount();
    if (row) return;
    row = createExpressRow(checkout.desk, {
      makeRoom: () => (mount = createMount(host, 'express')).element,
      appearance: appearanceOf(host),
      amount: total,
      locale: store.locale,
      label: (type) => words.text(`total.${type}`),
      words: {
        total: words.text('total.total'),
        notServed: words.text('checkout.delivery.none'),
        unreachable: words.text('error.network_failed'),
      },
      report,
      signal,
    });
  }

  function report(now: ExpressStatus): void {
    status = now;
    host.requestUpdate();
    if (now.status === 'empty') takeAway();
    if (now.status === 'ready') host.dispatchEvent(new StorePaymentReadyEvent({ gateway: now.gateway }));
    // The shopper has other ways to pay; the page is told.
    host.report(now.status === 'empty' ? now.error : undefined);
  }

  function takeAway(): void {
    mount?.remove();
    mount = undefined;
  }

  function unmount(): void {
    if (!row) return;
    row.destroy();
    row = undefined;
    takeAway();
    status = { status: 'none' };
    host.requestUpdate();
  }

  function render(): TemplateResult {
    const busy = last.byWallet && (last.flow.phase === 'placing' || last.flow.phase === 'confirming');
    const empty = status.status !== 'ready' && status.status !== 'loading';
    if (!inside) {
      host.mark('busy', busy);
      host.mark('empty', empty);
    }
    return html`<div class="express" ?hidden=${empty} role="group" aria-labelledby="express-title">
        <p id="express-title" class="muted small">${words.text('express.title')}</p>
        <div class="room">
          ${status.status === 'loading' ? html`<div class="waiting" aria-hidden="true"></div>` : nothing}
          <slot name="express"></slot>
        </div>
        ${inside ? html`<p class="or muted small">${words.text('express.or')}</p>` : nothing}
      </div>
      <div role="alert">${renderNotice()}</div>
      <div role="status">${busy || isHanded() ? renderProgress(busy) : nothing}</div>`;
  }

  const isHanded = (): boolean => last.byWallet && last.flow.phase === 'handed';

  function renderNotice(): TemplateResult | typeof nothing {
    const notice = last.byWallet && last.flow.phase === 'editing' ? last.flow.notice : undefined;
    if (!notice) return nothing;
    const total = amount();
    return html`<div class="notice error" part="notice">
      <p>${noticeText(notice, words, total ? words.price(total) : '')}</p>
      ${notice.kind === 'consents' && !inside ? renderConsents({ words, last, checkout, store }) : nothing}
    </div>`;
  }

  const renderProgress = (busy: boolean): TemplateResult =>
    html`<p class="muted small">
      ${
        busy
          ? words.text(last.flow.phase === 'placing' ? 'checkout.placing' : 'checkout.confirming')
          : `${words.text('checkout.handed', { number: last.placed?.order.number ?? '' })} ${words.text('order.waiting')}`
      }
    </p>`;

  return { render, updated: place };
}
