/** The Payment Element as a form of ours: mounted once, kept up to date without losing what was typed, taken off whole. */
import type {
  Stripe,
  StripeElements,
  StripeElementsUpdateOptions,
  StripeError,
  StripePaymentElement,
} from '@stripe/stripe-js';
import { isStoreError, StoreError } from '../../errors.js';
import type { GatewaySettings, GatewayWorld, MountContext, PaymentForm, Validity } from '../gateway.js';
import { toStripeAmount } from './amounts.js';
import { stripeAppearance, stripeLocale } from './appearance.js';
import { confirmPayment } from './confirm.js';

export interface FormParts {
  readonly stripe: Stripe;
  readonly values: GatewaySettings['values'];
  readonly world: GatewayWorld;
}

/** ms until the form must be ready. */
const READY_TIMEOUT = 15_000;

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

/** Mounts it, and waits until the shopper can type. */
async function whenReady(
  element: StripePaymentElement,
  target: HTMLElement,
  world: GatewayWorld,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const tooLate = world
    .wait(READY_TIMEOUT, AbortSignal.any([over.signal, signal]))
    .then(() => Promise.reject(new StoreError('gateway_timeout', 'The payment form did not get ready.')));
  try {
    await Promise.race([
      new Promise<void>((resolve, reject) => {
        element.once('ready', () => resolve());
        element.once('loaderror', ({ error }) => reject(failure(error)));
        element.mount(target);
      }),
      tooLate,
    ]);
  } catch (cause) {
    throw signal.aborted ? signal.reason : failed(cause);
  } finally {
    over.abort();
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
      return confirmPayment({ ...parts, elements }, step, signal);
    },
    destroy() {
      if (gone) return;
      gone = true;
      remove();
    },
  };
  return form;
}

/** What the form says when it can't load. */
function failure({
  type,
  message,
}: {
  readonly type: StripeError['type'];
  readonly message?: string;
}): StoreError {
  const ours = type === 'invalid_request_error' || type === 'authentication_error';
  return new StoreError(ours ? 'gateway_settings' : 'gateway_failed', message);
}

/** What Stripe.js throws at once: it was used in a way it refuses. */
const failed = (cause: unknown): StoreError =>
  isStoreError(cause)
    ? cause
    : new StoreError('mount_failed', cause instanceof Error ? cause.message : undefined, { cause });
