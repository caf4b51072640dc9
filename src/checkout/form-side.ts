/** The form's side of a checkout: which gateway and way to pay is chosen, whose form is mounted, and for what amount. */
import type { PaymentMethod } from '../gateways/gateway.js';
import type { CheckoutCore } from './core.js';
import { paymentOf } from './guarding.js';
import { heldOf, methodsFor } from './part.js';
import type { ResumedOrder } from './placing.js';
import type { Checkout } from './snapshot.js';

export interface FormSide extends Pick<
  Checkout,
  'chooseGateway' | 'chooseMethod' | 'mountForm' | 'setAppearance' | 'focusForm' | 'unmountForm'
> {
  /** Ways to pay of a gateway, as far as it was loaded and an order begun before allows. */
  methodsOf(gateway: string, resumed: ResumedOrder | undefined): readonly PaymentMethod[];
  /** What is held of the order stays so; the rest is for another way to pay of the same gateway. */
  payRest(placed: ResumedOrder): void;
  /** What was held is let go of with the refusal. */
  payWhole(): void;
}

/** `mayPress`, `pressed`: of a form's own button. */
export function createFormSide(
  { cart, host, guarding, get, commit }: CheckoutCore,
  button: { readonly mayPress: () => boolean; readonly pressed: () => void },
): FormSide {
  const methodsOf: FormSide['methodsOf'] = (gateway, resumed) =>
    methodsFor(host.methods(gateway), heldOf(resumed?.order));

  return {
    methodsOf,
    chooseGateway(name) {
      const gateway = get().config?.gateways.find((g) => g.name === name);
      if (!gateway) throw new TypeError(`checkout.chooseGateway(): the store has no gateway "${name}".`);
      if (gateway === get().gateway) return;
      commit({ gateway, method: undefined, methods: methodsOf(name, get().resumed) });
      guarding.learn({ payment: paymentOf(gateway, { kind: 'unknown' }) });
      host.show(name, undefined);
    },
    chooseMethod(id) {
      const { gateway, methods } = get();
      if (!gateway || !methods.some((each) => each.id === id))
        throw new TypeError(`checkout.chooseMethod(): there is no "${id}" to choose.`);
      const method = id === methods[0]?.id ? undefined : id;
      if (method === get().method) return;
      commit({ method });
      host.show(gateway.name, method);
    },
    async mountForm(target, appearance, words) {
      const { gateway, verdict, method, resumed, config } = get();
      const amount = resumed?.order.due ?? cart.get().quote?.total;
      if (!gateway || gateway.kind !== 'frame' || !verdict.allowed || !amount) return;
      const country = config?.countries[0] ?? '';
      await host.mount(target, gateway, { method, amount, appearance, words, button, country });
    },
    setAppearance: (appearance) => void host.update({ appearance }),
    focusForm: () => host.focus(),
    unmountForm: () => host.unmount(),
    payRest(placed) {
      const { gateway } = get();
      if (!gateway) return;
      commit({ resumed: placed, method: undefined, methods: methodsOf(gateway.name, placed) });
      host.show(gateway.name, undefined);
      void host.update({ amount: placed.order.due });
    },
    payWhole() {
      const { quote } = cart.get();
      commit({ resumed: undefined, methods: methodsOf(get().gateway?.name ?? '', undefined) });
      if (quote) void host.update({ amount: quote.total });
    },
  };
}
