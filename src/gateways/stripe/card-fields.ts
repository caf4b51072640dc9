/**
 * Three single card fields of Stripe's, each in its own frame, in boxes that look like the page's own fields. For cards only;
 * 3-D Secure inside. What is typed stays in Stripe's frames, as with the Payment Element.
 */
import type {
  StripeCardNumberElement,
  StripeElements,
  StripeElementChangeEvent,
  StripeElementStyle,
  StripeError,
} from '@stripe/stripe-js';
import type { Appearance, ConfirmStep, MountContext, PaymentForm } from '../gateway.js';
import { stripeFieldStyle, stripeLocale } from './appearance.js';
import { makeBoxes, type Box } from './card-boxes.js';
import { billingDetails, confirmPayment } from './confirm.js';
import type { FormParts } from './form.js';
import { failed, failure, whenReady, type Readying } from './ready.js';

/** What the three have in common, as far as it is used here. */
interface Field extends Readying<unknown> {
  on(type: 'change', listener: (event: StripeElementChangeEvent) => void): unknown;
  on(type: 'focus' | 'blur', listener: () => void): unknown;
  on(type: 'loaderror', listener: (event: { readonly error: StripeError }) => void): unknown;
  update(options: { readonly style: StripeElementStyle }): void;
  focus(): void;
  destroy(): void;
}

/** In the order they stand on the page. */
const NAMES = ['number', 'expiry', 'code'] as const;

type Fields = Readonly<Record<(typeof NAMES)[number], Field>>;

/** @throws StoreError `mount_failed`, `gateway_timeout`, `gateway_settings`, `gateway_failed`. */
export async function mountCardFields(
  parts: FormParts,
  target: HTMLElement,
  context: MountContext,
): Promise<PaymentForm> {
  const { elements, card, fields } = create(parts, context);
  const boxes = makeBoxes(target, context.words, context.appearance);
  const form = formOf({ ...parts, elements, card }, fields, boxes, context, () => {
    for (const name of NAMES) fields[name].destroy();
    target.replaceChildren();
  });
  try {
    const { world } = parts;
    await Promise.all(
      NAMES.map((name) => whenReady(fields[name], boxes.of(name).mount, world, context.signal)),
    );
  } catch (error) {
    form.destroy();
    throw error;
  }
  for (const name of NAMES) fields[name].on('loaderror', ({ error }) => context.onError(failure(error)));
  return form;
}

function create(
  { stripe, values }: FormParts,
  context: MountContext,
): { elements: StripeElements; card: StripeCardNumberElement; fields: Fields } {
  const fonts = values['font_css'];
  const style = stripeFieldStyle(context.appearance);
  try {
    const elements = stripe.elements({
      locale: stripeLocale(context.locale),
      ...(fonts && { fonts: [{ cssSrc: fonts }] }),
    });
    const card = elements.create('cardNumber', { style, showIcon: true });
    const fields = {
      number: card,
      expiry: elements.create('cardExpiry', { style }),
      code: elements.create('cardCvc', { style }),
    };
    // All three tell of `loaderror`; the types know it of the number only.
    return { elements, card, fields: fields as unknown as Fields };
  } catch (cause) {
    throw failed(cause);
  }
}

function formOf(
  parts: FormParts & { readonly elements: StripeElements; readonly card: StripeCardNumberElement },
  fields: Fields,
  boxes: ReturnType<typeof makeBoxes>,
  context: MountContext,
  remove: () => void,
): PaymentForm {
  const states = new Map<string, Pick<StripeElementChangeEvent, 'empty' | 'complete' | 'error'>>();
  let gone = false;
  const isComplete = (name: string): boolean => states.get(name)?.complete ?? false;
  const message = (): string | undefined =>
    NAMES.map((name) => states.get(name)?.error?.message).find((each) => each !== undefined);
  const toMend = (): (typeof NAMES)[number] | undefined =>
    NAMES.find((name) => states.get(name)?.error !== undefined || !isComplete(name));

  function follow(name: (typeof NAMES)[number], field: Field, box: Box): void {
    field.on('focus', () => box.mark('focus', true));
    field.on('blur', () => box.mark('focus', false));
    field.on('change', (state) => {
      if (gone) return;
      states.set(name, state);
      box.mark('invalid', state.error !== undefined);
      const told = message();
      boxes.tell(told ?? '');
      context.onChange({
        empty: NAMES.every((each) => states.get(each)?.empty ?? true),
        complete: NAMES.every(isComplete),
        ...(told !== undefined && { message: told }),
      });
    });
    box.onPress(() => field.focus());
  }
  for (const name of NAMES) follow(name, fields[name], boxes.of(name));

  function dress(look: Appearance): void {
    const style = stripeFieldStyle(look);
    for (const name of NAMES) fields[name].update({ style });
    boxes.dress(look);
  }

  return {
    async update(change) {
      try {
        // The amount stands with the payment: a card field knows of none.
        if (change.appearance) dress(change.appearance);
        if (change.locale !== undefined) await parts.elements.update({ locale: stripeLocale(change.locale) });
      } catch (cause) {
        if (!gone) context.onError(failed(cause));
      }
    },
    validate() {
      for (const name of NAMES) boxes.of(name).mark('invalid', !isComplete(name));
      const told = message();
      const valid = NAMES.every(isComplete);
      return Promise.resolve(
        valid ? { valid } : { valid: false, ...(told !== undefined && { message: told }) },
      );
    },
    focus: () => fields[toMend() ?? 'number'].focus(),
    confirm: (step, signal) => confirmPayment(parts, byCard(parts, parts.card, step), step, signal),
    destroy() {
      if (gone) return;
      gone = true;
      remove();
    },
  };
}

/** Any of a group's fields stands for all three. */
const byCard =
  ({ stripe }: FormParts, card: StripeCardNumberElement, { billing, returnUrl }: ConfirmStep) =>
  (clientSecret: string): ReturnType<FormParts['stripe']['confirmCardPayment']> =>
    stripe.confirmCardPayment(clientSecret, {
      payment_method: { card, billing_details: billingDetails(billing) },
      return_url: returnUrl,
    });
