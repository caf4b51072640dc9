/**
 * The way to the gateway's own page: a link, or a form with a button, in the light DOM. We press it ourselves where the
 * shopper has already agreed; when the browser stops us there, it can be pressed by hand.
 */
import { html, type TemplateResult } from 'lit';
import type { Departure } from '../../src/checkout/departure.js';
import type { Checkout, CheckoutSnapshot } from '../../src/checkout/snapshot.js';
import { StoreError } from '../../src/errors.js';
import type { StoreElement } from '../base/store-element.js';
import { createMount } from '../base/mount.js';
import { StorePaymentRedirectEvent } from './events.js';
import type { Words } from './words.js';

interface LeavingHost extends StoreElement {
  readonly confirmRedirect: boolean | undefined;
}

export interface Leaving {
  /** Called with what the checkout's snapshot holds, at each change. */
  follow(departure: Departure | undefined): void;
  render(snapshot: CheckoutSnapshot): TemplateResult;
}

interface Way {
  readonly to: Departure;
  readonly button: HTMLElement;
  remove(): void;
}

export function createLeaving(host: LeavingHost, checkout: Checkout, words: Words): Leaving {
  let way: Way | undefined;

  /** Whether the page may be left: asked each time, by whoever listens. */
  function leave({ gateway, host: name }: Departure): boolean {
    const agreed = host.dispatchEvent(new StorePaymentRedirectEvent({ gateway, host: name }));
    if (agreed) checkout.depart();
    else checkout.stay();
    return agreed;
  }

  function prepare(to: Departure): Way {
    const mount = createMount(host, 'payment');
    const gone = new AbortController();
    const { signal } = gone;
    const [element, button] = to.method === 'GET' ? linkTo(to) : formTo(to);
    button.textContent = words.text('checkout.go', { host: to.host });
    dress(button);
    const onLeave = (event: Event): void => {
      if (!leave(to)) event.preventDefault();
    };
    element.addEventListener(to.method === 'GET' ? 'click' : 'submit', onLeave, { signal });
    const onViolation = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
      if (effectiveDirective === 'form-action') checkout.stay(notAllowed(to.host));
    };
    document.addEventListener('securitypolicyviolation', onViolation, { signal });
    mount.element.append(element);
    return {
      to,
      button,
      remove() {
        gone.abort();
        mount.remove();
      },
    };
  }

  return {
    follow(departure) {
      if (departure === way?.to) return;
      way?.remove();
      const made = (way = departure && prepare(departure));
      void host.updateComplete.then(() => {
        if (!made || made !== way) return;
        // The button named the host already, or the shopper is asked now.
        if (made.to.announced && !host.confirmRedirect) made.button.click();
        else made.button.focus();
      });
    },
    /** Seen where the shopper is asked, or the gateway's page takes its time. */
    render({ placed, departure }) {
      const said = {
        number: placed?.order.number ?? '',
        host: departure?.host ?? '',
        total: placed ? words.price(placed.order.total) : '',
      };
      return html`<div class="form">
        <div class="notice" part="notice" role="status" tabindex="-1">
          <p>${words.text('checkout.leaving', said)}</p>
        </div>
        <slot name="payment"></slot>
        <button class="button" part="button-secondary" type="button" @click=${() => checkout.stay()}>
          ${words.text('checkout.stay')}
        </button>
      </div>`;
    },
  };
}

const notAllowed = (host: string): StoreError =>
  new StoreError('gateway_settings', `The page's policy (CSP form-action) lets no form go to ${host}.`);

function linkTo({ url }: Departure): readonly [HTMLElement, HTMLElement] {
  const link = document.createElement('a');
  link.href = url;
  return [link, link];
}

function formTo({ url, fields }: Departure): readonly [HTMLElement, HTMLElement] {
  const form = document.createElement('form');
  // As attributes, before the fields: one of them may be called "action".
  form.setAttribute('method', 'post');
  form.setAttribute('action', url);
  form.setAttribute('accept-charset', 'utf-8');
  for (const [name, value] of Object.entries(fields)) form.append(hidden(name, value));
  const button = document.createElement('button');
  form.append(button);
  return [form, button];
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = name;
  input.value = value;
  return input;
}

/** By property, not by attribute or sheet: no policy of the page is in the way. The tokens come down through the slot. */
function dress({ style }: HTMLElement): void {
  for (const [name, value] of Object.entries({
    'box-sizing': 'border-box',
    display: 'flex',
    'align-items': 'center',
    'justify-content': 'center',
    'inline-size': '100%',
    'min-block-size': 'calc(3.25 * var(--_rem))',
    padding: '0.5em 1.125em',
    border: '1px solid transparent',
    'border-radius': 'var(--_radius-button)',
    background: 'var(--_accent)',
    color: 'var(--_on-accent)',
    font: 'inherit',
    'font-size': '1.0625em',
    'font-weight': '600',
    'text-decoration': 'none',
    'overflow-wrap': 'anywhere',
    cursor: 'pointer',
  }))
    style.setProperty(name, value, 'important');
}
