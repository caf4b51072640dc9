/** Square's card field, or its gift card field, as a form of ours: attached once, restyled in place, taken off whole. */
import type { Card, CardInputEvent, GiftCard, Payments, SqEvent } from '@square/web-payments-sdk-types';
import { isStoreError, StoreError } from '../../errors.js';
import type { GatewayWorld, MountContext, PaymentForm } from '../gateway.js';
import { squareStyle } from './appearance.js';
import { confirmPayment, verificationDetails } from './confirm.js';

/** In the order they stand in the form. The postal code is asked for some countries only. */
const CARD_FIELDS = ['cardNumber', 'expirationDate', 'cvv', 'postalCode'] as const;
const GIFT_FIELDS = ['giftCardNumber'] as const;

type FieldName = (typeof CARD_FIELDS | typeof GIFT_FIELDS)[number];

/** ms; there is no `ready` event, and the promise of `attach` is all there is. */
const READY_TIMEOUT = 15_000;

/** What both kinds of field have in common, as far as it is used here. */
interface Field {
  readonly names: readonly FieldName[];
  readonly method: Card | GiftCard;
  readonly listen: (type: string, listener: (event: SqEvent<CardInputEvent>) => void) => void;
  readonly focus: (name: FieldName) => Promise<boolean>;
  readonly flag: (name: FieldName) => Promise<boolean>;
  readonly tokenize: (step: Parameters<PaymentForm['confirm']>[0]) => ReturnType<Card['tokenize']>;
}

const EVENTS = [
  ...['focusClassAdded', 'focusClassRemoved', 'errorClassAdded', 'errorClassRemoved'],
  ...['cardBrandChanged', 'postalCodeChanged'],
];

/** @throws StoreError `mount_failed`, `gateway_timeout`. */
export async function mountForm(
  payments: Payments,
  world: GatewayWorld,
  target: HTMLElement,
  context: MountContext,
): Promise<PaymentForm> {
  const { signal } = context;
  const over = new AbortController();
  const tooLate = world
    .wait(READY_TIMEOUT, AbortSignal.any([over.signal, signal]))
    .then(() => Promise.reject(new StoreError('gateway_timeout', 'The card form did not get ready.')));
  const making = makeField(payments, context);
  try {
    const field = await Promise.race([making, tooLate]);
    await Promise.race([field.method.attach(target), tooLate]);
    signal.throwIfAborted();
    return formOf(field, payments, world, target, context);
  } catch (cause) {
    // What was made, or will be, is taken off again.
    void making.then(({ method }) => method.destroy()).catch(() => undefined);
    target.replaceChildren();
    if (signal.aborted) throw signal.reason;
    throw failed(cause);
  } finally {
    over.abort();
  }
}

async function makeField(payments: Payments, context: MountContext): Promise<Field> {
  await setLocale(payments, context.locale);
  const style = squareStyle(context.appearance);
  if (context.method === 'gift_card') {
    const method = await payments.giftCard({ style });
    return {
      names: GIFT_FIELDS,
      method,
      listen: (type, listener) => method.addEventListener(type as 'escape', listener as never),
      focus: (name) => method.focus(name as 'giftCardNumber'),
      flag: (name) => method.setError(name as 'giftCardNumber'),
      tokenize: () => method.tokenize(),
    };
  }
  const method = await payments.card({ style });
  return {
    names: CARD_FIELDS,
    method,
    listen: (type, listener) => method.addEventListener(type as 'escape', listener),
    focus: (name) => method.focus(name as 'cardNumber'),
    flag: (name) => method.setError(name as 'cardNumber'),
    tokenize: (step) => method.tokenize(verificationDetails(step)),
  };
}

/** Accounts without the feature throw; the form then speaks the browser's language. */
const setLocale = (payments: Payments, locale: string): Promise<void> =>
  payments.setLocale(locale).then(
    () => undefined,
    () => undefined,
  );

function formOf(
  field: Field,
  payments: Payments,
  world: GatewayWorld,
  target: HTMLElement,
  context: MountContext,
): PaymentForm {
  const { method, names } = field;
  const states = new Map<string, CardInputEvent['currentState']>();
  let gone = false;

  for (const type of EVENTS)
    field.listen(type, ({ detail }) => {
      states.set(detail.field, detail.currentState);
      const all = [...states.values()];
      const complete = all.length >= Math.min(3, names.length) && all.every((each) => each.isCompletelyValid);
      if (!gone) context.onChange({ empty: all.every(({ isEmpty }) => isEmpty), complete });
    });

  // Square measures its frame; hidden it has no width, and nobody tells it that it has one again.
  const shown = new ResizeObserver(([entry]) => {
    const isShown = (entry?.contentRect.width ?? 0) > 0;
    if (isShown && !wasShown && 'recalculateSize' in method) method.recalculateSize();
    wasShown = isShown;
  });
  let wasShown = target.getClientRects().length > 0;
  shown.observe(target);

  const focus = (name: FieldName): void => void field.focus(name).catch(() => undefined);
  const toMend = (): FieldName | undefined =>
    names.find((name) => states.get(name)?.hasErrorClass) ??
    names.find((name) => states.has(name) && !states.get(name)?.isCompletelyValid);

  return {
    async update(change) {
      try {
        if (change.locale !== undefined) await setLocale(payments, change.locale);
        if (change.appearance) await method.configure({ style: squareStyle(change.appearance) });
      } catch (cause) {
        if (!gone) context.onError(failed(cause));
      }
    },
    async validate() {
      const [first] = names;
      // Nobody has been in the form yet.
      if (states.size === 0 && first) {
        await field.flag(first).catch(() => undefined);
        return { valid: false };
      }
      // Square tells of a field when it is left; of the one just typed into, tokenize knows more.
      return { valid: !names.some((name) => states.get(name)?.hasErrorClass) };
    },
    focus: () => focus(toMend() ?? names[0] ?? 'cardNumber'),
    confirm: (step, signal) =>
      confirmPayment(
        {
          tokenize: () => field.tokenize(step),
          mend: (name) => focus(names.find((each) => each === name) ?? toMend() ?? names[0] ?? 'cardNumber'),
          world,
          partial: names === GIFT_FIELDS,
        },
        step,
        signal,
      ),
    destroy() {
      if (gone) return;
      gone = true;
      shown.disconnect();
      void method.destroy().catch(() => undefined);
      target.replaceChildren();
    },
  };
}

/** Square's classes of errors say what the page did wrong; the shopper can only try again. */
/** As an error of ours; what Square's was called stands in its detail. */
export const failed = (cause: unknown): StoreError =>
  isStoreError(cause)
    ? cause
    : new StoreError('mount_failed', cause instanceof Error ? cause.name : undefined, { cause });
