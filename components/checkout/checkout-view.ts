/** The view of `<store-checkout>`: draws the checkout's snapshot and owns the mount of the card form. */
import { html, nothing, type TemplateResult } from 'lit';
import { orderLink } from '../../src/api/arrival.js';
import type { Gateway } from '../../src/api/types.js';
import type { OrderAccess } from '../../src/api/orders.js';
import type { PaymentMethod } from '../../src/gateways/gateway.js';
import { chosenOf } from '../../src/checkout/form-host.js';
import { gatewaysFor, heldOf } from '../../src/checkout/part.js';
import type { CheckoutSnapshot } from '../../src/checkout/snapshot.js';
import type { FieldName } from '../../src/checkout/fields.js';
import type { FlowState } from '../../src/checkout/flow.js';
import { isStoreError, StoreError, type ErrorCode } from '../../src/errors.js';
import type { Verdict } from '../../src/security/guard.js';
import { wasChecked } from '../../src/security/message.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { createMount, type Mount } from '../base/mount.js';
import {
  StoreCheckoutStepEvent,
  StoreOrderPlacedEvent,
  StorePaymentReadyEvent,
  StoreSecurityChangeEvent,
} from './events.js';
import { safeLink } from '../parts/safe-link.js';
import { renderTotals } from '../parts/totals.js';
import { lines } from '../styles/base.js';
import { addStyles } from './add-styles.js';
import { appearanceOf } from './appearance.js';
import { arrive } from './arrive.js';
import { renderChoices } from './choices-view.js';
import type { Leaving } from './departure-view.js';
import { renderAddress, renderContact, type FieldsContext } from './fields-view.js';
import { noticeText } from './notice-text.js';
import { renderSecureMessage, secureStyles } from './secure-message.js';
import { renderPart } from './part-view.js';
import { checkoutStyles } from './styles.js';
import { wordsOf } from './words.js';

/** What hosts the view: `<store-checkout>`. */
export interface CheckoutHost extends StoreElement {
  readonly orderHref: string | undefined;
  readonly confirmRedirect: boolean | undefined;
}

export const styles = [lines, secureStyles, checkoutStyles];

export async function connect(host: CheckoutHost, store: Store, signal: AbortSignal): Promise<View> {
  const orders = await store.orders();
  const arrived = arrive(orders);
  // The link of an order that waits for its payment.
  if (arrived?.linked && arrived.access) orders.resume(arrived.access);
  const checkout = await store.checkout();
  const { cart } = store;
  const words = wordsOf(store);
  /** By gateway and way to pay: going from one to another and back, what was typed stays. */
  const mounts = new Map<string, Mount>();
  let orderView: View | undefined;
  let shown: string | undefined;
  let last = checkout.get();
  let leaving: Leaving | undefined;

  store.orderUrl = safeLink(host.orderHref) ?? store.orderUrl;
  // Someone else's view of the same store may have left it behind, in whatever state it was.
  if (last.flow.phase === 'handed') checkout.restart();
  checkout.subscribe(onChange, signal);
  cart.subscribe(() => host.requestUpdate(), signal);
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const dress = (): void => checkout.setAppearance(appearanceOf(host));
  darkness.addEventListener('change', dress, { signal });
  document.addEventListener('store-theme-change', dress, { signal });
  // Back from the order page: the browser shows this page as it was left, which may be long ago.
  addEventListener('pageshow', (event) => event.persisted && checkout.restart(), { signal });
  signal.addEventListener('abort', letGo, { once: true });
  if (arrived?.access && !arrived.linked) await showOrder(arrived.access);

  function onChange(now: CheckoutSnapshot): void {
    const before = last;
    last = now;
    host.requestUpdate();
    if (now.flow !== before.flow) onStep(now.flow);
    if (now.placed && now.placed.order.id !== before.placed?.order.id) {
      // So that whoever comes back to this tab can open it.
      orders.keep(now.placed.access);
      if (!now.byWallet) host.dispatchEvent(new StoreOrderPlacedEvent(now.placed.order));
    }
    if (now.departure) unmount();
    if (now.gateway?.kind === 'redirect') void follow();
    if (now.form.status === 'ready' && before.form.status !== 'ready' && now.gateway) {
      host.dispatchEvent(new StorePaymentReadyEvent({ gateway: now.gateway.name }));
    }
    if (seenIn(now.verdict) !== seenIn(before.verdict))
      host.dispatchEvent(new StoreSecurityChangeEvent({ facts: now.facts, verdict: now.verdict }));
    if (now.form.status === 'failed') host.report(now.form.error);
    else if (now.error) host.report(now.error);
  }

  function onStep(flow: FlowState): void {
    host.dispatchEvent(new StoreCheckoutStepEvent(flow));
    if (flow.phase === 'refused') host.report(new StoreError(errorOf(last.verdict)));
    if (flow.phase === 'handed') onHanded(flow.hint);
  }

  function onHanded(hint: (FlowState & { phase: 'handed' })['hint']): void {
    const { placed } = checkout.get();
    if (!placed || hint === 'leaving') return;
    if (host.orderHref) {
      // What was found under way is only pointed to: the shopper came to buy, maybe something else.
      if (hint !== 'found') location.assign(linkToOrder(host.orderHref));
      return;
    }
    showOrder(placed.access).catch((cause: unknown) => host.report(lost(cause)));
  }

  /** The way to the gateway's page, once there is one; what draws it is loaded when it may be needed. */
  async function follow(): Promise<void> {
    try {
      const { createLeaving } = await import('./departure-view.js');
      if (signal.aborted) return;
      leaving ??= createLeaving(host, checkout, words);
      leaving.follow(last.departure);
      host.requestUpdate();
    } catch (cause) {
      if (last.departure) checkout.stay(lost(cause));
    }
  }

  /** In place of the form, until the shopper wants to pay for it again. */
  async function showOrder(access: OrderAccess): Promise<void> {
    if (shown === access.id) return;
    shown = access.id;
    const until = new AbortController();
    const payAgain = (): void => {
      until.abort();
      orderView = shown = undefined;
      orders.resume(access);
      checkout.restart();
    };
    const stop = AbortSignal.any([until.signal, signal]);
    try {
      const order = await import('./order-view.js');
      addStyles(host, order.styles);
      const view = await order.connect(host, store, stop, access, payAgain);
      if (stop.aborted) return;
      orderView = view;
    } catch (cause) {
      shown = undefined;
      throw cause;
    }
    host.requestUpdate();
  }

  function linkToOrder(href: string): string {
    const page = safeLink(href) ?? store.orderUrl;
    const access = checkout.get().placed?.access;
    return access ? orderLink(page, access) : page;
  }

  function letGo(): void {
    unmount();
    leaving?.follow(undefined);
  }

  /** The card form stands in the document as soon as it may and its amount is known, and as long as it may be wanted. */
  function placeMount(): void {
    const { gateway, verdict, flow } = last;
    const wanted =
      !orderView &&
      verdict.allowed &&
      !['starting', 'refused', 'leaving', 'handed'].includes(flow.phase) &&
      hasAmount();
    if (!wanted) return unmount();
    const wantedKey = `${gateway?.name ?? ''}/${last.method ?? ''}`;
    for (const [key, mount] of mounts) mount.show(key === wantedKey);
    if (gateway?.kind === 'frame' && !mounts.has(wantedKey)) mountForm(wantedKey);
  }

  function mountForm(key: string): void {
    mounts.get(key)?.remove();
    const mount = createMount(host, 'payment');
    mounts.set(key, mount);
    void checkout.mountForm(mount.element, appearanceOf(host), {
      number: words.text('card.number'),
      expiry: words.text('card.expiry'),
      code: words.text('card.code'),
      total: words.text('total.total'),
    });
  }

  function unmount(): void {
    if (!mounts.size) return;
    checkout.unmountForm();
    for (const mount of mounts.values()) mount.remove();
    mounts.clear();
  }

  const hasAmount = (): boolean => last.resumed !== undefined || cart.get().quote !== undefined;

  function retryForm(): void {
    if (last.gateway) mountForm(`${last.gateway.name}/${last.method ?? ''}`);
  }

  function onSubmit(event: Event): void {
    event.preventDefault();
    checkout.pay();
    focusProblem();
  }

  function focusProblem(): void {
    const [first] = Object.keys(checkout.get().problems);
    if (first)
      void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>(`#${first}`)?.focus());
  }

  function render(): TemplateResult {
    const { flow, error, facts, verdict, placed } = last;
    const empty = cart.get().status === 'empty' && !last.resumed;
    const busy = ['validating', 'placing', 'confirming', 'leaving'].includes(flow.phase);
    host.mark('busy', busy);
    host.mark('empty', empty);
    host.mark('error', error !== undefined || last.form.status === 'failed' || !verdict.allowed);
    host.mark('secure', verdict.allowed && wasChecked(facts));
    if (orderView) return html`${orderView.render()}`;
    if (flow.phase === 'handed') return renderHanded();
    if (flow.phase === 'leaving' && leaving) return leaving.render(last);
    if (error) return renderFailure(error);
    if (flow.phase === 'refused') return renderSecureMessage(facts, verdict, words);
    if (empty && !placed) return html`<p class="muted empty">${words.text('cart.empty')}</p>`;
    if (flow.phase === 'starting')
      return html`<div class="skeleton" role="status" aria-label=${words.text('checkout.loading')}></div>`;
    return html`<form novalidate @submit=${onSubmit} class="form">
      ${last.resumed ? renderResumed() : renderDetails(busy)} ${renderPayment()} ${renderFoot(busy)}
    </form>`;
  }

  function renderHanded(): TemplateResult {
    const number = last.placed?.order.number ?? '';
    return html`<div class="notice" part="notice" role="status">
      <p>${words.text('checkout.handed', { number })} ${words.text('order.waiting')}</p>
      ${host.orderHref ? html`<a class="button" part="button-secondary" href=${linkToOrder(host.orderHref)}>${words.text('checkout.handed.link')}</a>` : nothing}
    </div>`;
  }

  const renderFailure = (failure: StoreError): TemplateResult =>
    html`<div class="notice error" part="notice" role="alert">
      <p>${words.coded(`error.${failure.code}`, 'error.unexpected')}</p>
      <button class="button" part="button-secondary" type="button" @click=${() => checkout.restart()}>
        ${words.text('cart.retry')}
      </button>
    </div>`;

  const renderResumed = (): TemplateResult =>
    html`<div class="notice" part="notice">
      <p>${words.text('checkout.resumed', { number: last.resumed?.order.number ?? '' })}</p>
      <button class="link" type="button" @click=${() => checkout.startOver()}>
        ${words.text('checkout.resumed.change')}
      </button>
    </div>`;

  function renderDetails(busy: boolean): TemplateResult {
    const context: FieldsContext = {
      words,
      fields: last.fields,
      problems: last.problems,
      countries: last.config?.countries ?? [],
      locale: store.locale,
      set: (name: FieldName, value: string) => checkout.setField(name, value),
    };
    return html`<fieldset part="section" ?disabled=${busy}>
        <legend>${words.text('checkout.contact')}</legend>
        ${renderContact(context)}
      </fieldset>
      <fieldset part="section" ?disabled=${busy}>
        <legend>${words.text('checkout.address')}</legend>
        ${renderAddress(context)}
      </fieldset>
      <fieldset part="section" ?disabled=${busy}>
        <legend>${words.text('checkout.delivery')}</legend>
        ${renderDelivery()}
      </fieldset>`;
  }

  function renderDelivery(): TemplateResult {
    const { quote } = cart.get();
    if (!quote) return html`<p class="muted">${words.text('checkout.delivery.wait')}</p>`;
    const { options, optionId } = quote.delivery;
    if (!options.length) return html`<p class="problem">${words.text('checkout.delivery.none')}</p>`;
    return html`<div class="choices">
      ${options.map(
        (option) =>
          html`<label class="choice">
            <input
              type="radio"
              name="delivery"
              .checked=${option.id === optionId}
              @change=${() => checkout.setDelivery(option.id)}
            />
            <span class="choice-text"
              ><span>${option.title}</span><span class="muted small">${option.description}</span></span
            >
            <span class="amount"
              >${option.amount.amount === 0 ? words.text('total.fulfillment.free') : words.price(option.amount)}</span
            >
          </label>`,
      )}
    </div>`;
  }

  function renderPayment(): TemplateResult {
    const { config, gateway, form, facts, verdict } = last;
    const gateways = gatewaysFor(config?.gateways ?? [], heldOf(last.resumed?.order));
    return html`<section part="section" aria-labelledby="payment-title">
      <h2 id="payment-title">${words.text('checkout.payment')}</h2>
      ${renderChoices({
        title: words.text('method.title'),
        name: 'gateway',
        chosen: gateway?.name,
        choices: gateways.map((each) => ({ id: each.name, label: methodName(each) })),
        choose: checkout.chooseGateway,
      })}
      ${renderChoices({
        title: words.text('method.title'),
        name: 'method',
        chosen: last.method ?? last.methods[0]?.id,
        choices: last.methods.map(({ id }) => ({
          id,
          label: words.coded(`method.${id}`, 'method.named', { name: id }),
        })),
        choose: checkout.chooseMethod,
      })}
      ${form.status === 'failed' ? renderFormFailure(form.error) : nothing}
      <div
        class="frame ${form.status}"
        ?hidden=${gateway?.kind !== 'frame' || form.status === 'failed' || chosenMethod()?.needsForm === false}
      >
        ${form.status === 'ready' ? nothing : html`<p class="muted small waiting">${words.text('checkout.payment.loading')}</p>`}
        <slot name="payment"></slot>
      </div>
      ${renderSecureMessage(facts, verdict, words, gateway?.claims)}
    </section>`;
  }

  const chosenMethod = (): PaymentMethod | undefined => chosenOf(last.methods, last.method);

  /** By the form it shows, where a gateway has several. */
  const methodName = ({ name, values }: Gateway): string =>
    words.coded(['method', name, values['form']].filter(Boolean).join('.'), 'method.named', {
      name: values['title'] ?? name,
    });

  const renderFormFailure = (failure: StoreError): TemplateResult =>
    html`<div class="notice error" part="notice" role="alert">
      <p>${words.coded(`error.${failure.code}`, 'error.unexpected')}</p>
      <button class="button" part="button-secondary" type="button" @click=${retryForm}>
        ${words.text('checkout.payment.retry')}
      </button>
    </div>`;

  function renderFoot(busy: boolean): TemplateResult {
    const { flow, form, gateway, resumed, elsewhere } = last;
    const { quote, status } = cart.get();
    const totals = resumed?.order.totals ?? quote?.totals ?? [];
    const total = resumed?.order.total ?? quote?.total;
    const fresh = resumed !== undefined || status === 'priced';
    const ready = (gateway?.kind !== 'frame' || form.status === 'ready') && fresh && !busy && !elsewhere;
    const working = {
      validating: 'checkout.checking',
      placing: 'checkout.placing',
      confirming: 'checkout.confirming',
      // Until what draws the way to the gateway's page is there.
      leaving: 'checkout.placing',
    } as const;
    const [only, ...others] = gateway?.redirectHosts ?? [];
    const pay =
      gateway?.kind === 'offline'
        ? words.text('checkout.order')
        : gateway?.kind === 'redirect' && only && !others.length
          ? words.text('checkout.go', { host: only })
          : words.text('checkout.pay', { total: totalText() });
    // Its own button starts the payment; ours only goes on with what was begun there.
    const begun = !chosenMethod()?.ownButton || busy || (form.status === 'ready' && form.complete);
    return html`<div class="foot">
      ${renderNotice()} ${total ? renderTotals(totals, words, !fresh) : nothing}
      ${renderPart(resumed?.order, words)}
      <button
        class="button primary pay"
        part="button-primary"
        type="submit"
        ?hidden=${!begun}
        aria-disabled=${ready ? 'false' : 'true'}
      >
        ${busy ? words.text(working[flow.phase as keyof typeof working]) : pay}
      </button>
      <span class="hidden" role="status"
        >${busy ? words.text(working[flow.phase as keyof typeof working]) : ''}</span
      >
    </div>`;
  }

  function totalText(): string {
    const total = last.resumed?.order.due ?? cart.get().quote?.total;
    return total ? words.price(total) : '';
  }

  function renderNotice(): unknown {
    const { flow, elsewhere, byWallet } = last;
    const own = flow.phase === 'editing' && !byWallet ? flow.notice : undefined;
    // That another tab pays is told as long as it does, not longer.
    const old = own?.kind === 'elsewhere' ? undefined : own;
    const notice = elsewhere && flow.phase === 'editing' ? ({ kind: 'elsewhere' } as const) : old;
    const told =
      notice &&
      html`<div class="notice ${notice.kind === 'part' ? '' : 'error'}" part="notice">
        <p>${noticeText(notice, words, totalText(), last.resumed?.order)}</p>
      </div>`;
    return html`<div class="alert" role="alert">${told ?? nothing}</div>`;
  }

  return {
    render,
    updated() {
      placeMount();
      orderView?.updated?.();
    },
  };
}

const seenIn = ({ refusals, warnings }: Verdict): string => [...refusals, ...warnings].join();

const lost = (cause: unknown): StoreError =>
  isStoreError(cause)
    ? cause
    : new StoreError('network_failed', 'A part of the page could not be loaded.', { cause });

const errorOf = ({ refusals }: Verdict): ErrorCode =>
  refusals.find((each) => each === 'frame_origin' || each === 'framed') ?? 'insecure_context';
