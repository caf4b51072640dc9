/** The Payment Element as a form of ours: mounted once, kept up to date without losing what was typed, taken off whole. */
import type {
  Stripe,
  StripeElements,
  StripeElementsUpdateOptions,
  StripePaymentElement,
} from '@stripe/stripe-js';
import type { GatewaySettings, GatewayWorld, MountContext, PaymentForm, Validity } from '../gateway.js';
import { toStripeAmount } from './amounts.js';
import { stripeAppearance, stripeLocale } from './appearance.js';
import { byElements, confirmPayment } from './confirm.js';
import { failed, failure, whenReady } from './ready.js';

export interface FormParts {
  readonly stripe: Stripe;
  readonly values: GatewaySettings['values'];
  readonly world: GatewayWorld;
}

/** @throws StoreError `mount_failed`, `gateway_timeout`, `gateway_settings`, `gateway_failed`. */
export async function mountForm(
  parts: FormParts,
  target: HTMLElement,
  context: MountContext,
): Promise<PaymentForm> {
  const { elements, element } = createForm(parts, context);
  const form = formOf(parts, elements, element, context, () => {
    element.destroy();
    target.replaceChildren();
  });
  try {
    await whenReady(element, target, parts.world, context.signal);
  } catch (error) {
    form.destroy();
    throw error;
  }
  element.on('loaderror', ({ error }) => context.onError(failure(error)));
  return form;
}

function createForm(
  { stripe, values }: FormParts,
  context: MountContext,
): { elements: StripeElements; element: StripePaymentElement } {
  const fonts = values['font_css'];
  try {
    const elements = stripe.elements({
      mode: 'payment',
      ...toStripeAmount(context.amount),
      locale: stripeLocale(context.locale),
      appearance: stripeAppearance(context.appearance),
      ...(fonts && { fonts: [{ cssSrc: fonts }] }),
      ...(values['capture'] === 'manual' && { captureMethod: 'manual' }),
    });
    const element = elements.create('payment', {
      layout: {
        type: 'accordion',
        radios: 'if_multiple',
        defaultCollapsed: false,
        spacedAccordionItems: false,
      },
      // The store has asked for name and address; Stripe asks for what a way to pay needs beyond that.
      fields: { billingDetails: { address: 'if_required' } },
    });
    element.on('change', ({ empty, complete }) => context.onChange({ empty, complete }));
    return { elements, element };
  } catch (cause) {
    throw failed(cause);
  }
}

function formOf(
  parts: FormParts,
  elements: StripeElements,
  element: StripePaymentElement,
  context: MountContext,
  remove: () => void,
): PaymentForm {
  let { amount } = context;
  let gone = false;

  async function validate(): Promise<Validity> {
    const { error } = await elements.submit();
    if (!error) return { valid: true };
    return { valid: false, ...(error.message !== undefined && { message: error.message }) };
  }

  const form: PaymentForm = {
    async update(change) {
      amount = change.amount ?? amount;
      try {
        const options: StripeElementsUpdateOptions = {
          // A cart that costs nothing has nothing to tell Stripe.
          ...(change.amount && change.amount.amount > 0 && toStripeAmount(change.amount)),
          ...(change.locale !== undefined && { locale: stripeLocale(change.locale) }),
          ...(change.appearance && { appearance: stripeAppearance(change.appearance) }),
        };
        await elements.update(options);
      } catch (cause) {
        context.onError(failed(cause));
      }
    },
    validate,
    focus: () => element.focus(),
    async confirm(step, signal) {
      if (step.amount.amount !== amount.amount) {
        // Stripe compares what the form says with the payment.
        await form.update({ amount: step.amount });
        const validity = await validate();
        if (!validity.valid) return { kind: 'invalid', ...validity };
      }
      return confirmPayment(parts, byElements(parts.stripe, elements, step, step.billing), step, signal);
    },
    destroy() {
      if (gone) return;
      gone = true;
      remove();
    },
  };
  return form;
}
