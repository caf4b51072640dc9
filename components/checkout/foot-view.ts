/** The end of the form: what is in the way, what it costs, what is agreed to, and the button. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Notice } from '../../src/checkout/flow.js';
import { chosenOf } from '../../src/checkout/form-host.js';
import { renderTotals } from '../parts/totals.js';
import type { FormContext } from './form-context.js';
import { noticeText } from './notice-text.js';

const WORKING = {
  validating: 'checkout.checking',
  placing: 'checkout.placing',
  confirming: 'checkout.confirming',
  // Until what draws the way to the gateway's page is there.
  leaving: 'checkout.placing',
} as const;

export function renderFoot(context: FormContext): TemplateResult {
  const { words, last, cart, busy, later } = context;
  const { flow, form, gateway, resumed, elsewhere, methods, method } = last;
  const { quote, status } = cart.get();
  const totals = resumed?.order.totals ?? quote?.totals ?? [];
  const total = resumed?.order.total ?? quote?.total;
  const fresh = resumed !== undefined || status === 'priced';
  const ready = (gateway?.kind !== 'frame' || form.status === 'ready') && fresh && !busy && !elsewhere;
  const working = busy ? words.text(WORKING[flow.phase as keyof typeof WORKING]) : '';
  // Its own button starts the payment; ours only goes on with what was begun there.
  const begun = !chosenOf(methods, method)?.ownButton || busy || (form.status === 'ready' && form.complete);
  return html`<div class="foot">
    ${total ? renderTotals(totals, words, !fresh) : nothing} ${later.renderPart?.(resumed?.order, words)}
    ${resumed ? nothing : html`<fieldset class="consents" ?disabled=${busy}>${context.later.renderConsents?.(context)}</fieldset>`}
    ${renderNotice(context)}
    <button
      class="button primary pay"
      part="button-primary"
      type="submit"
      ?hidden=${!begun}
      aria-disabled=${ready ? 'false' : 'true'}
    >
      ${busy ? working : payText(context)}
    </button>
    <span class="hidden" role="status">${working}</span>
  </div>`;
}

function payText({ words, last, cart }: FormContext): string {
  const { gateway } = last;
  const [only, ...others] = gateway?.redirectHosts ?? [];
  if (gateway?.kind === 'offline') return words.text('checkout.order');
  if (gateway?.kind === 'redirect' && only && !others.length)
    return words.text('checkout.go', { host: only });
  return words.text('checkout.pay', { total: totalText({ words, last, cart }) });
}

function totalText({ words, last, cart }: Pick<FormContext, 'words' | 'last' | 'cart'>): string {
  const total = last.resumed?.order.due ?? cart.get().quote?.total;
  return total ? words.price(total) : '';
}

/** Told as an alert, which the list is not: it gets shorter with every field that is mended. */
function renderNotice(context: FormContext): TemplateResult {
  const { words, last, later, go, cart } = context;
  const code = cart.get().messages.some((each) => each.code.startsWith('coupon_'));
  const notice = noticeOf(context);
  const items = notice && later.itemsOf?.(context, notice);
  const mended = (notice?.kind === 'fields' || notice?.kind === 'doubts') && items?.length === 0;
  const text =
    notice && !mended ? noticeText(notice, words, totalText(context), last.resumed?.order, code) : '';
  const look = notice?.kind === 'part' ? '' : 'error';
  return html`<div id="notice" role="group" aria-labelledby="notice-text" tabindex="-1">
    <div role="alert">
      ${text ? html`<div class="notice ${look}" part="notice"><p id="notice-text">${text}</p></div>` : nothing}
    </div>
    ${items?.length ? later.renderSummary?.(context, items, go) : nothing}
  </div>`;
}

function noticeOf({ last: { flow, elsewhere, byWallet } }: FormContext): Notice | undefined {
  if (flow.phase !== 'editing') return undefined;
  if (elsewhere) return { kind: 'elsewhere' };
  // That another tab pays is told as long as it does, not longer.
  return byWallet || flow.notice?.kind === 'elsewhere' ? undefined : flow.notice;
}
