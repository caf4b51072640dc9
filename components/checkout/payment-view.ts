/** The payment's part of the form: who takes it, how, the place of the card form, the security message. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Gateway } from '../../src/api/types.js';
import { chosenOf } from '../../src/checkout/form-host.js';
import { gatewaysFor, heldOf } from '../../src/checkout/part.js';
import type { StoreError } from '../../src/errors.js';
import { renderChoices } from './choices-view.js';
import type { FormContext } from './form-context.js';
import { renderSecureMessage } from './secure-message.js';
import type { Words } from './words.js';

/** `retry`: mounts the form again. */
export function renderPayment({ words, last, checkout }: FormContext, retry: () => void): TemplateResult {
  const { config, gateway, form, facts, verdict, methods, method } = last;
  const gateways = gatewaysFor(config?.gateways ?? [], heldOf(last.resumed?.order));
  const formless = chosenOf(methods, method)?.needsForm === false;
  return html`<section part="section" aria-labelledby="payment-title">
    <h2 id="payment-title">${words.text('checkout.payment')}</h2>
    ${renderChoices({
      title: words.text('method.title'),
      name: 'gateway',
      chosen: gateway?.name,
      choices: gateways.map((each) => ({ id: each.name, label: nameOf(words, each) })),
      choose: checkout.chooseGateway,
    })}
    ${renderChoices({
      title: words.text('method.title'),
      name: 'method',
      chosen: method ?? methods[0]?.id,
      choices: methods.map(({ id }) => ({
        id,
        label: words.coded(`method.${id}`, 'method.named', { name: id }),
      })),
      choose: checkout.chooseMethod,
    })}
    ${form.status === 'failed' ? renderFailure(words, form.error, retry) : nothing}
    <div
      class="frame ${form.status}"
      ?hidden=${gateway?.kind !== 'frame' || form.status === 'failed' || formless}
    >
      ${form.status === 'ready' ? nothing : html`<p class="muted small waiting">${words.text('checkout.payment.loading')}</p>`}
      <slot name="payment"></slot>
    </div>
    ${renderSecureMessage(facts, verdict, words, gateway?.claims)}
  </section>`;
}

/** By the form it shows, where a gateway has several. */
const nameOf = (words: Words, { name, values }: Gateway): string =>
  words.coded(['method', name, values['form']].filter(Boolean).join('.'), 'method.named', {
    name: values['title'] ?? name,
  });

const renderFailure = (words: Words, failure: StoreError, retry: () => void): TemplateResult =>
  html`<div class="notice error" part="notice" role="alert">
    <p>${words.coded(`error.${failure.code}`, 'error.unexpected')}</p>
    <button class="button" part="button-secondary" type="button" @click=${retry}>
      ${words.text('checkout.payment.retry')}
    </button>
  </div>`;
