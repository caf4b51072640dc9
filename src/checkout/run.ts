/**
 * The checkout at work: does what the table in flow.ts asks and holds what the elements draw. It gathers security facts
 * before any gateway loads, validates everything before the order is placed, and believes no gateway that it was paid.
 */
import { returnUrl } from '../api/arrival.js';
import type { OrdersApi } from '../api/orders.js';
import type { PlacedOrder, StartedAttempt } from '../api/types.js';
import type { Cart } from '../cart/cart.js';
import type { Env } from '../env.js';
import { isStoreError, StoreError } from '../errors.js';
import { observable, type Observable } from '../observable.js';
import type { GuardPolicy } from '../security/guard.js';
import type { AttemptKeep } from './attempt.js';
import type { CheckoutCore } from './core.js';
import type { WalletPayment } from './express.js';
import { missingOf } from './consents.js';
import { createDetails, NOTHING_SAID } from './details.js';
import { EMPTY_FIELDS, toBilling } from './fields.js';
import { FIRST, next, type Effect, type FlowEvent, type Notice } from './flow.js';
import { chosenOf, createFormHost } from './form-host.js';
import { createFormSide } from './form-side.js';
import { createGuarding } from './guarding.js';
import type { AdapterLoader } from './load-gateway.js';
import { isOpenToPay } from './order.js';
import { resultOf } from './part.js';
import { createPlacing } from './placing.js';
import type { Checkout, CheckoutSnapshot } from './snapshot.js';
import type { Turn } from './turn.js';
import { createWalletDesk } from './wallet-desk.js';

export interface CheckoutParts {
  readonly env: Env;
  readonly api: OrdersApi;
  readonly cart: Cart;
  readonly attempts: AttemptKeep;
  readonly turn: Turn;
  readonly adapters: Readonly<Record<string, AdapterLoader>>;
  readonly language: Observable<{ readonly locale: string }>;
  readonly nonce: string | undefined;
  readonly guard: GuardPolicy | undefined;
  /** The page that shows orders, where a redirect-based method comes back to. */
  readonly orderUrl: () => string;
  readonly signal: AbortSignal;
}

export function createCheckout(parts: CheckoutParts): Checkout {
  const { env, api, cart, language, turn, signal } = parts;
  const guarding = createGuarding({
    env,
    policy: parts.guard,
    signal,
    now() {
      const { facts, gateway, flow, methods, method } = state.get();
      return {
        facts,
        gateway,
        method: chosenOf(methods, method),
        mount: host.mounted(),
        refused: flow.phase === 'refused',
        editing: flow.phase === 'editing',
      };
    },
    commit: (guarded) => commit(guarded),
    refuse() {
      send({ type: 'guard', allowed: false });
      host.unmount();
    },
  });
  const state = observable(
    Object.freeze<CheckoutSnapshot>({
      flow: FIRST,
      config: undefined,
      error: undefined,
      ...guarding.first,
      gateway: undefined,
      methods: [],
      method: undefined,
      form: { status: 'none' },
      fields: EMPTY_FIELDS,
      ...NOTHING_SAID,
      resumed: undefined,
      elsewhere: false,
      placed: undefined,
      departure: undefined,
      byWallet: false,
    }),
  );
  const commit = (patch: Partial<CheckoutSnapshot>): void =>
    state.set(Object.freeze({ ...state.get(), ...patch }));
  const placing = createPlacing(parts);
  const host = createFormHost(parts, (form) => {
    commit({ form, methods: forms.methodsOf(state.get().gateway?.name ?? '', state.get().resumed) });
    guarding.checkFrames();
  });
  const core: CheckoutCore = { cart, host, guarding, get: state.get, commit, send };
  const forms = createFormSide(core, { mayPress, pressed: pay });
  const details = createDetails(core, language, signal);
  const desk = createWalletDesk(core, parts, {
    take: (payment) => (wallet = payment),
    adopt: details.adopt,
    unagreed: () => missingOf(state.get().config?.consents ?? [], state.get().agreed),
  });

  function send(event: FlowEvent): void {
    const [flow, effect] = next(state.get().flow, event);
    if (flow !== state.get().flow)
      commit({ flow, ...(flow.phase !== 'leaving' && { departure: undefined }) });
    if (flow.phase !== 'placing' && flow.phase !== 'confirming') {
      turn.release();
      wallet?.close(new StoreError('gateway_failed', 'The payment ended without the wallet.'));
      wallet = undefined;
    }
    if (effect) void perform(effect);
  }

  const effects: Record<Effect, () => Promise<void> | void> = {
    start,
    validate,
    place,
    confirm,
    leave,
    hand,
  };
  let started: StartedAttempt | undefined;
  /** Whose sheet is open for the payment under way, in place of the form. */
  let wallet: WalletPayment | undefined;

  const perform = (effect: Effect): Promise<void> => attempt(effects[effect]);

  async function attempt(work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (signal.aborted) return;
      fail(isStoreError(cause) ? cause : new StoreError('server_failed', undefined, { cause }));
    }
  }

  function fail(error: StoreError): void {
    if (state.get().flow.phase === 'starting') return commit({ error });
    if (error.code === 'quote_changed' || error.code === 'quote_blocked') {
      const { quote } = error.info as { quote?: Parameters<Cart['adopt']>[0] };
      if (quote) cart.adopt(quote);
      return send({ type: 'not_placed', notice: { kind: error.code } });
    }
    if (error.code === 'consent_missing') {
      // The shop asks for something else by now.
      void attempt(async () => commit({ config: await api.config(signal), agreed: new Set() }));
      return send({ type: 'not_placed', notice: { kind: 'consents' } });
    }
    const notice: Notice = { kind: 'error', code: error.code, sent: placing.wasSent() };
    send({ type: 'not_placed', notice });
    send({ type: 'invalid', notice });
    // A failure while the gateway may be charging says nothing about the money.
    send({ type: 'result', result: { kind: 'unknown' } });
  }

  async function start(): Promise<void> {
    guarding.learn({ page: true });
    if (!state.get().verdict.allowed) return send({ type: 'guard', allowed: false });
    commit({ error: undefined, placed: undefined });
    const config = state.get().config ?? (await api.config(signal));
    const resumed = await placing.find();
    const wanted = resumed?.order.payments.at(-1)?.gateway ?? state.get().gateway?.name;
    const gateway = config.gateways.find((g) => g.name === wanted) ?? config.gateways[0];
    commit({ config, gateway, resumed, methods: forms.methodsOf(gateway?.name ?? '', resumed) });
    guarding.learn({});
    if (resumed && !isOpenToPay(resumed.order)) {
      commit({ placed: resumed });
      return send({ type: 'found' });
    }
    if (resumed) {
      cart.setDelivery({
        country: resumed.order.delivery.country ?? undefined,
        optionId: resumed.order.delivery.optionId ?? undefined,
      });
    } else await details.begin(config);
    send({ type: 'ready' });
  }

  /** What another tab's payment came to: under way or done, it is shown; declined, its order can be paid here. */
  async function onElsewhere(elsewhere: boolean): Promise<void> {
    commit({ elsewhere });
    if (!elsewhere) await lookAgain();
  }

  async function lookAgain(): Promise<void> {
    if (state.get().flow.phase !== 'editing') return;
    const found = await placing.find().catch(() => state.get().resumed);
    if (state.get().flow.phase !== 'editing') return;
    if (!found || isOpenToPay(found.order)) {
      commit({ resumed: found });
      return send({ type: 'ready' });
    }
    commit({ placed: found });
    send({ type: 'found' });
  }

  /** All that is to be mended is told at once, in the page's fields and in the gateway's form. */
  async function validate(): Promise<void> {
    const { resumed, gateway } = state.get();
    const notice = resumed ? undefined : details.check();
    guarding.look();
    if (!state.get().verdict.mayPay) return send({ type: 'invalid', notice: notice ?? { kind: 'guard' } });
    const validity = gateway?.kind === 'frame' ? await host.validate() : { valid: true as const };
    if (validity.valid) return send(notice ? { type: 'invalid', notice } : { type: 'valid' });
    const { message } = validity;
    if (notice) return send({ type: 'invalid', notice: { kind: 'fields', form: message ?? '' } });
    host.focus();
    send({ type: 'invalid', notice: { kind: 'form', ...(message && { message }) } });
  }

  async function place(): Promise<void> {
    const { resumed } = state.get();
    const gateway = wallet?.gateway ?? state.get().gateway?.name;
    if (!gateway) throw new StoreError('gateway_unknown');
    if (!(await turn.take())) return send({ type: 'not_placed', notice: { kind: 'elsewhere' } });
    try {
      started = resumed
        ? await placing.resume(resumed, gateway)
        : await placing.place(details.said(), gateway);
    } catch (error) {
      return yieldTo(error);
    }
    const access = resumed?.access ?? { id: started.order.id, token: (started as PlacedOrder).token };
    commit({ placed: { access, order: started.order } });
    send({ type: 'placed', next: started.next.type });
  }

  /** The order is paid or under way by another tab or an earlier click: its own page speaks from here. */
  async function yieldTo(error: unknown): Promise<void> {
    const closed =
      isStoreError(error) && (error.code === 'order_closed' || error.code === 'payment_in_progress');
    const known = closed && (await placing.known().catch(() => undefined));
    if (!known) throw error;
    commit({ placed: known });
    send({ type: 'found' });
  }

  async function startOver(): Promise<void> {
    try {
      await placing.abandon();
    } catch (error) {
      return yieldTo(error);
    }
    send({ type: 'restart' });
  }

  async function confirm(): Promise<void> {
    const { placed, fields, facts } = state.get();
    if (!started || !placed || started.next.type !== 'confirm' || !facts.secureContext)
      throw new StoreError('gateway_failed');
    const payment = started.payment;
    placing.sending();
    const result = await (wallet ?? host).confirm({
      client: started.next.client,
      amount: payment.amount,
      returnUrl: returnUrl(parts.orderUrl(), placed.access.id),
      billing: toBilling(fields, state.get()),
      async submit(token, how) {
        const answer = await api.submitToken(placed.access, payment.id, { token, ...how }, signal);
        commit({ placed: { access: placed.access, order: answer.order } });
        return resultOf(answer);
      },
    });
    if (result.kind === 'declined' || result.kind === 'canceled') placing.refused(result.kind);
    // From here the order exists; a further try pays this one, unless the shopper changes what it says.
    if (result.kind === 'declined') forms.payWhole();
    if (result.kind === 'part') {
      placing.refused('declined');
      forms.payRest(state.get().placed ?? placed);
    }
    send({ type: 'result', result });
  }

  async function leave(): Promise<void> {
    const { gateway } = state.get();
    if (!started || !gateway) throw new StoreError('gateway_failed');
    const { next: step } = started;
    const { departureOf } = await import('./departure.js');
    if (state.get().flow.phase === 'leaving') commit({ departure: departureOf(gateway, step) });
  }

  function hand(): void {
    host.unmount();
  }

  function pay(): void {
    if (state.get().flow.phase === 'editing') commit({ byWallet: false });
    send({ type: 'pay' });
  }

  /** Of a form's own button: what ours would find out after it is found out before. */
  function mayPress(): boolean {
    guarding.learn({ page: true });
    const { flow, verdict, elsewhere, resumed } = state.get();
    if (flow.phase !== 'editing' || !verdict.mayPay || elsewhere) return false;
    commit({ byWallet: false });
    const notice = resumed ? undefined : details.check();
    if (notice) send({ type: 'not_placed', notice });
    return !notice;
  }

  cart.subscribe(({ quote, status }) => {
    // Another tab has seen the order paid, and taken it out of the cart.
    if (status === 'empty' && state.get().resumed) void lookAgain();
    if (quote) void host.update({ amount: quote.total });
  }, signal);
  language.subscribe(({ locale }) => void host.update({ locale }), signal);
  turn.watch((elsewhere) => void onElsewhere(elsewhere), signal);
  void perform('start');

  return {
    get: state.get,
    subscribe: state.subscribe,
    setField: details.setField,
    leaveField: details.leaveField,
    takeSuggestion: details.takeSuggestion,
    setOwnBilling: details.setOwnBilling,
    agree: details.agree,
    setDelivery: (optionId) => cart.setDelivery({ ...cart.get().delivery, optionId }),
    chooseGateway: forms.chooseGateway,
    chooseMethod: forms.chooseMethod,
    mountForm: forms.mountForm,
    setAppearance: forms.setAppearance,
    focusForm: forms.focusForm,
    unmountForm: forms.unmountForm,
    desk,
    pay,
    depart: () => placing.sending(),
    stay(error) {
      // Of a page that was not left nothing can be charged.
      placing.refused('canceled');
      if (error) fail(error);
      else send({ type: 'result', result: { kind: 'canceled' } });
    },
    startOver: () => void attempt(startOver),
    restart() {
      commit({ resumed: undefined });
      send({ type: 'restart' });
      if (state.get().flow.phase === 'starting') void perform('start');
    },
  };
}
