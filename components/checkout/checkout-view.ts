/** The view of `<store-checkout>`: draws the checkout's snapshot and owns the mount of the card form. */
import { html, nothing, type TemplateResult } from 'lit';
import { orderLink } from '../../src/api/arrival.js';
import type { OrderAccess } from '../../src/api/orders.js';
import type { CheckoutSnapshot } from '../../src/checkout/snapshot.js';
import type { FieldName } from '../../src/checkout/fields.js';
import type { FlowState } from '../../src/checkout/flow.js';
import { StoreError, type ErrorCode } from '../../src/errors.js';
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
import { lines } from '../styles/base.js';
import { addStyles } from './add-styles.js';
import { appearanceOf } from './appearance.js';
import { arrive } from './arrive.js';
import type { Leaving } from './departure-view.js';
import { renderDetails } from './details-view.js';
import { renderFoot } from './foot-view.js';
import type { FormContext, LaterParts } from './form-context.js';
import { lost } from './lost.js';
import { renderPayment } from './payment-view.js';
import { renderSecureMessage, secureStyles } from './secure-message.js';
import { checkoutStyles, tickStyles } from './styles.js';
import { wordsOf } from './words.js';

/** What `<store-checkout>` may show. */
type Face = 'starting' | 'refused' | 'failure' | 'empty' | 'form' | 'leaving' | 'handed' | 'order';

/** What hosts the view: `<store-checkout>`. */
export interface CheckoutHost extends StoreElement {
  readonly orderHref: string | undefined;
  readonly confirmRedirect: boolean | undefined;
}

export const styles = [lines, secureStyles, checkoutStyles, tickStyles];

export async function connect(host: CheckoutHost, store: Store, signal: AbortSignal): Promise<View> {
  const [orders, address] = await Promise.all([store.orders(), import('./address-view.js')]);
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
  const typed = new Set<string>();
  let later: LaterParts = address;
  let last = checkout.get();
  let leaving: Leaving | undefined;
  let wallets: View | undefined;
  let face: Face = 'starting';
  /** The cursor was in here when something changed; it is gone with what it was in. */
  let focused = false;
  let homeless = false;
  let linked = arrived?.linked ? arrived.access?.id : undefined;

  store.orderUrl = safeLink(host.orderHref) ?? store.orderUrl;
  // Someone else's view of the same store may have left it behind, in whatever state it was.
  if (last.flow.phase === 'handed') checkout.restart();
  checkout.subscribe(onChange, signal);
  showLater();
  // The form works without.
  if (host.hasAttribute('express')) void showWallets().catch((cause: unknown) => host.report(lost(cause)));
  cart.subscribe(() => host.requestUpdate(), signal);
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const dress = (): void => checkout.setAppearance(appearanceOf(host));
  darkness.addEventListener('change', dress, { signal });
  document.addEventListener('store-theme-change', dress, { signal });
  // Back from the order page: the browser shows this page as it was left, which may be long ago.
  addEventListener('pageshow', (event) => event.persisted && checkout.restart(), { signal });
  signal.addEventListener('abort', letGo, { once: true });
  goOnWithLinked();
  if (arrived?.access && !arrived.linked) await showOrder(arrived.access);

  /** Another element may have begun the checkout before the order of the link was known here. */
  function goOnWithLinked(): void {
    if (!linked || last.flow.phase === 'starting') return;
    const there = [last.resumed, last.placed].some((each) => each?.order.id === linked);
    linked = undefined;
    if (!there && last.flow.phase === 'editing') checkout.restart();
  }

  function onChange(now: CheckoutSnapshot): void {
    const before = last;
    last = now;
    focused ||= host.matches(':focus-within');
    host.requestUpdate();
    // When everybody has heard of this change.
    if (linked) queueMicrotask(goOnWithLinked);
    if (now.flow !== before.flow) onStep(now.flow, before.flow);
    if (now.placed && now.placed.order.id !== before.placed?.order.id) {
      // So that whoever comes back to this tab can open it.
      orders.keep(now.placed.access);
      if (!now.byWallet) host.dispatchEvent(new StoreOrderPlacedEvent(now.placed.order));
    }
    if (now.departure) unmount();
    showLater(before);
    if (now.gateway?.kind === 'redirect') void follow();
    if (now.form.status === 'ready' && before.form.status !== 'ready' && now.gateway) {
      host.dispatchEvent(new StorePaymentReadyEvent({ gateway: now.gateway.name }));
    }
    if (seenIn(now.verdict) !== seenIn(before.verdict))
      host.dispatchEvent(new StoreSecurityChangeEvent({ facts: now.facts, verdict: now.verdict }));
    if (now.form.status === 'failed') host.report(now.form.error);
    else if (now.error) host.report(now.error);
  }

  function onStep(flow: FlowState, before: FlowState): void {
    if (
      flow.phase === 'editing' &&
      before.phase === 'validating' &&
      ['fields', 'doubts'].includes(flow.notice?.kind ?? '')
    )
      void showProblems();
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
      focused ||= host.matches(':focus-within');
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
      focused ||= host.matches(':focus-within');
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
    readFields(event.currentTarget as HTMLFormElement);
    // What has the focus is about to be disabled; the button is not.
    if (!host.renderRoot.querySelector('.pay:focus'))
      host.renderRoot.querySelector<HTMLElement>('.pay:not([hidden])')?.focus({ preventScroll: true });
    checkout.pay();
  }

  /** What a browser or an extension filled in without saying so. */
  function readFields({ elements }: HTMLFormElement): void {
    const { fields } = last;
    // The country first: what the others are depends on it.
    for (const element of [...elements].filter(isField).sort(byCountry))
      if (element.name in fields) checkout.setField(element.name as FieldName, element.value);
  }

  /** What not every checkout needs; it may be wanted from the start, where another element began the checkout. */
  function showLater(before?: CheckoutSnapshot): void {
    const { config, resumed } = last;
    if (config !== before?.config && (config?.consents.length || config?.orderNote))
      add(import('./consents-view.js')).catch((cause: unknown) => host.report(lost(cause)));
    // Of an order that is paid in parts.
    if (resumed !== before?.resumed) add(import('./part-view.js')).catch(() => undefined);
  }

  async function showWallets(): Promise<void> {
    const express = await import('./express-view.js');
    addStyles(host, express.styles);
    wallets = await express.connect(host, store, signal, true);
    host.requestUpdate();
  }

  async function add(part: Promise<Partial<LaterParts>>): Promise<void> {
    const { styles: more = [], ...drawn } = await part;
    addStyles(host, more);
    later = { ...later, ...drawn };
    host.requestUpdate();
  }

  const go = (id: string): void => host.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.focus();

  /** To the one field to mend, or to the list of them. */
  async function showProblems(): Promise<void> {
    // Without the list the fields still say what is wrong with them.
    await add(import('./summary-view.js')).catch(() => undefined);
    await host.updateComplete;
    const links = host.renderRoot.querySelectorAll<HTMLAnchorElement>('.summary a');
    if (links.length === 1) links[0]?.click();
    else go('notice');
  }

  /** Which of its faces is to be seen. */
  function faceOf(): Face {
    const { flow, error, placed, resumed } = last;
    if (orderView) return 'order';
    if (flow.phase === 'handed') return 'handed';
    if (flow.phase === 'leaving' && leaving) return 'leaving';
    if (error) return 'failure';
    if (flow.phase === 'refused') return 'refused';
    if (cart.get().status === 'empty' && !resumed && !placed) return 'empty';
    return flow.phase === 'starting' ? 'starting' : 'form';
  }

  /** What had the cursor is gone with the face before: it goes on to the new one. */
  function keepFocus(): void {
    const before = face;
    face = faceOf();
    if (document.activeElement !== document.body) focused = homeless = false;
    homeless ||= focused && face !== before;
    focused = false;
    if (!homeless) return;
    const next = host.renderRoot.querySelector<HTMLElement>(face === 'form' ? '.pay' : '[tabindex="-1"]');
    next?.focus();
    // What is still being loaded is waited for.
    homeless = !next;
  }

  function render(): TemplateResult {
    const { flow, error, facts, verdict } = last;
    const empty = cart.get().status === 'empty' && !last.resumed;
    const busy = ['validating', 'placing', 'confirming', 'leaving'].includes(flow.phase);
    host.mark('busy', busy);
    host.mark('empty', empty);
    host.mark('error', error !== undefined || last.form.status === 'failed' || !verdict.allowed);
    host.mark('secure', verdict.allowed && wasChecked(facts));
    return html`${faces[faceOf()](busy)}`;
  }

  const faces: Readonly<Record<Face, (busy: boolean) => unknown>> = {
    order: () => orderView?.render(),
    handed: renderHanded,
    leaving: () => leaving?.render(last),
    failure: renderFailure,
    refused: () => html`<div tabindex="-1">${renderSecureMessage(last.facts, last.verdict, words)}</div>`,
    empty: () => html`<p class="muted empty" tabindex="-1">${words.text('cart.empty')}</p>`,
    starting: () =>
      html`<div class="skeleton" role="status" aria-label=${words.text('checkout.loading')}></div>`,
    form: renderForm,
  };

  function renderForm(busy: boolean): TemplateResult {
    const context = contextOf(busy);
    return html`${last.resumed ? nothing : wallets?.render()}
      <form novalidate @submit=${onSubmit} class="form">
        ${last.resumed ? renderResumed() : renderDetails(context)} ${renderPayment(context, retryForm)}
        ${renderFoot(context)}
      </form>`;
  }

  function renderHanded(): TemplateResult {
    const number = last.placed?.order.number ?? '';
    return html`<div class="notice" part="notice" role="status" tabindex="-1">
      <p>${words.text('checkout.handed', { number })} ${words.text('order.waiting')}</p>
      ${host.orderHref ? html`<a class="button" part="button-secondary" href=${linkToOrder(host.orderHref)}>${words.text('checkout.handed.link')}</a>` : nothing}
    </div>`;
  }

  function renderFailure(): TemplateResult {
    return html`<div class="notice error" part="notice" role="alert" tabindex="-1">
      <p>${words.coded(`error.${last.error?.code ?? ''}`, 'error.unexpected')}</p>
      <button class="button" part="button-secondary" type="button" @click=${() => checkout.restart()}>
        ${words.text('cart.retry')}
      </button>
    </div>`;
  }

  const renderResumed = (): TemplateResult =>
    html`<div class="notice" part="notice">
      <p>${words.text('checkout.resumed', { number: last.resumed?.order.number ?? '' })}</p>
      <button class="link" type="button" @click=${() => checkout.startOver()}>
        ${words.text('checkout.resumed.change')}
      </button>
    </div>`;

  const contextOf = (busy: boolean): FormContext => ({
    ...{ store, words, last, checkout, cart, busy, typed, go, later },
    redraw: () => host.requestUpdate(),
  });

  return {
    render,
    updated() {
      placeMount();
      wallets?.updated?.();
      keepFocus();
      orderView?.updated?.();
    },
  };
}

const seenIn = ({ refusals, warnings }: Verdict): string => [...refusals, ...warnings].join();

const errorOf = ({ refusals }: Verdict): ErrorCode =>
  refusals.find((each) => each === 'frame_origin' || each === 'framed') ?? 'insecure_context';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isField = (element: Element): element is Field => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

const byCountry = (a: Field, b: Field): number =>
  Number(b.name.endsWith('country')) - Number(a.name.endsWith('country'));
