/**
 * The double's single card fields: `cardNumber`, `cardExpiry`, `cardCvc`, a frame each. As the real ones do they tell of
 * themselves in `change` events only, refuse shadow roots, take a new style without losing what was typed, and complain about
 * what is not complete when they are left.
 *
 * It does not imitate: brands and networks, Link, autofill, or styles beyond colour.
 *
 * Served as text beside `stripeJs`, so it uses nothing from outside itself.
 */
import type { StripeElementStyle } from '@stripe/stripe-js';
import type { ExpressTools } from './express-js.js';

export type CardFieldType = 'cardNumber' | 'cardExpiry' | 'cardCvc';

export type FromField =
  | { readonly type: 'ready' }
  | { readonly type: 'focus' | 'blur' }
  | {
      readonly type: 'change';
      readonly empty: boolean;
      readonly complete: boolean;
      readonly message?: string;
    };

export type ToField =
  | { readonly type: 'focus' }
  | {
      readonly type: 'options';
      readonly options: { readonly style?: StripeElementStyle; readonly locale?: string };
    };

type Tools = Pick<ExpressTools, 'frame' | 'connect' | 'refusal'> & { readonly gone: () => void };

export function cardElement(
  tools: Tools,
  type: CardFieldType,
  given: { readonly style?: StripeElementStyle; readonly locale?: string },
) {
  const listeners = new Map<string, Set<(event: object) => void>>();
  const emit = (name: string, event: object): void =>
    listeners.get(name)?.forEach((listener) => listener({ elementType: type, ...event }));
  let options = given;
  let wrapper: HTMLElement | undefined;
  let inner: { send: (message: ToField) => void } | undefined;
  let destroyed = false;
  let frameName = '';

  const element = {
    on(name: string, listener: (event: never) => void) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener as (event: object) => void));
      return element;
    },
    once(name: string, listener: (event: never) => void) {
      const first = (event: object): void => {
        listeners.get(name)?.delete(first);
        listener(event as never);
      };
      return element.on(name, first);
    },
    mount(target: HTMLElement) {
      if (destroyed) throw tools.refusal('This Element has already been destroyed.');
      if (target.getRootNode() !== document)
        throw tools.refusal('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
      wrapper = document.createElement('div');
      wrapper.className = '__PrivateStripeElement';
      target.append(wrapper);
      const address = `https://js.stripe.com/endive/elements-inner-card.html#${type}`;
      const shown = tools.frame(address, wrapper, `Secure ${type} input frame`);
      shown.style.setProperty('height', '24px');
      shown.style.setProperty('display', 'block');
      frameName = shown.name;
      inner = tools.connect<FromField, ToField>(shown, (message) => {
        if (message.type === 'ready') return emit('ready', {});
        if (message.type !== 'change') return emit(message.type, {});
        const error = message.message && {
          type: 'validation_error',
          code: 'incomplete',
          message: message.message,
        };
        emit('change', { empty: message.empty, complete: message.complete, error: error || undefined });
      });
      inner.send({ type: 'options', options });
    },
    update(change: typeof given) {
      options = { ...options, ...change };
      inner?.send({ type: 'options', options });
    },
    focus() {
      wrapper?.querySelector('iframe')?.focus();
      inner?.send({ type: 'focus' });
    },
    destroy() {
      if (destroyed) throw tools.refusal('This Element has already been destroyed.');
      destroyed = true;
      wrapper?.remove();
      wrapper = undefined;
      tools.gone();
    },
    get name() {
      return frameName;
    },
    get mounted() {
      return wrapper !== undefined;
    },
  };
  return element;
}
