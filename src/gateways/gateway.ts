/**
 * The contract of a gateway's browser half. An adapter puts the gateway's own card form into a light-DOM mount and
 * hands back a handle; it never sees a card number, never decides that an order is paid (`ConfirmResult` has no such
 * case) and calls nothing of the store. Its server half is `gateway-server.ts`.
 *
 * How each kind fits, on paper (facts: gateways' docs, November 2026):
 *
 * | call          | Stripe (endive)                        | Square                                   | sandbox            |
 * |---------------|----------------------------------------|------------------------------------------|--------------------|
 * | load          | js.stripe.com/endive/stripe.js → Stripe(key) | square.js → Square.payments(app, location) | sandbox.js → Sandbox(key) |
 * | methods       | one: the Payment Element shows its own | card; giftCard, ach, googlePay … each tried, `PaymentMethodUnsupportedError` drops it | card |
 * | mount         | elements({mode, amount, currency}).create('payment').mount(el), ready on `ready`, fails on `loaderror` | card(options).attach(el); no ready event, the promise is it | card().mount(el), `ready` |
 * | update        | elements.update({amount}); appearance, locale | kept for tokenize; card.configure(style) | frame.update |
 * | validate      | elements.submit()                      | last `currentState.isCompletelyValid` of each field; tokenize has the last word | frame.validate |
 * | confirm       | confirmPayment({clientSecret, redirect: 'if_required'}); 3-D Secure inside | tokenize({amount, intent: 'CHARGE', …}) raced with a timer, then `submit(token)`: the server makes the payment | frame.confirm(clientSecret) |
 * | express       | Express Checkout Element; its events ask `reprice` and `place` | applePay/googlePay(paymentRequest)  | none               |
 * | destroy       | element.destroy()                      | card.destroy()                           | frame removed      |
 *
 * A **redirect** gateway has no browser half at all: the server half answers with where to go. An **offline** method
 * neither: its order waits until the merchant marks it paid. Both are rows of the store's config, no adapter is loaded.
 */
import type { StoreError } from '../errors.js';
import type { Money } from '../money.js';

/** What the server's config says of a gateway; the adapter gets it and nothing else of the store. */
export interface GatewaySettings {
  readonly mode: 'test' | 'live';
  readonly frameOrigins: readonly string[];
  /** Publishable settings by name; each adapter documents its own. */
  readonly values: Readonly<Record<string, string>>;
}

/** What an adapter may use of the page. */
export interface GatewayWorld {
  /** For script tags under a CSP with nonces. */
  readonly nonce?: string;
  readonly now: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The default export of a `gateways/<name>/browser` module is one of these. */
export interface GatewayAdapter {
  readonly name: string;
  /** It may have wallet buttons (`LoadedGateway.express`); without this nothing is loaded to find out. */
  readonly express?: true;
  /**
   * Loads the gateway's own script and starts it. Safe to call again after a failure: nothing of a failed try is kept.
   * @throws StoreError `gateway_blocked` (blocked by an extension, CSP or DNS), `gateway_timeout` (15 000 ms),
   *   `gateway_settings` (the gateway refuses the key), `network_offline`.
   */
  load(settings: GatewaySettings, world: GatewayWorld, signal: AbortSignal): Promise<LoadedGateway>;
}

/** A gateway whose script runs. */
export interface LoadedGateway {
  /** Ways to pay it can really offer here and now, in the order to show them. At least one. */
  methods(context: PaymentContext): Promise<readonly PaymentMethod[]>;
  /**
   * Puts the method's form into `target`: an empty light-DOM element that is attached to the document (never in a shadow
   * root: Stripe throws, and sibling frames would not find each other). Resolves when the shopper can type.
   * @throws StoreError `mount_failed`, `gateway_timeout`, `gateway_failed`.
   */
  mount(target: HTMLElement, context: MountContext): Promise<PaymentForm>;
  /**
   * Wallet buttons in a mount of their own, in the light DOM as for `mount`; absent where the gateway has none. Resolves when
   * it is known which wallets this shopper has.
   * @throws StoreError as `mount` does.
   */
  express?(target: HTMLElement, context: ExpressContext): Promise<ExpressButtons>;
}

/** One way to pay of a gateway: `card`, `gift_card`, `ach`, `google_pay`, or `all` where the gateway's form chooses. */
export interface PaymentMethod {
  readonly id: string;
  /** The label `method.<id>` names it to the shopper. */
  readonly needsForm: boolean;
  /** Can pay what a gift card left of an order. */
  readonly paysRest?: true;
  /** Its form has no field but a button of its own, which starts the payment; ours shows once that was pressed. */
  readonly ownButton?: true;
}

/** What is to be paid, as the shopper sees it. The charged amount is the server's, frozen in the order. */
export interface PaymentContext {
  readonly amount: Money;
  /** BCP 47 */
  readonly locale: string;
  /** ISO 3166-1 alpha-2 of the store. */
  readonly country: string;
}

export interface MountContext extends PaymentContext {
  readonly method: string;
  readonly appearance: Appearance;
  /** For gateways that leave it to the page to name their fields. */
  readonly words: FormWords;
  /** For forms with a button of their own: whether it may be pressed now (the page says why not), and that the shopper agreed. */
  readonly button: { readonly mayPress: () => boolean; readonly pressed: () => void };
  /** Called for each change in the form; never with what was typed. */
  readonly onChange: (state: FormState) => void;
  /** The form died after it was ready (frame removed, gateway gone). */
  readonly onError: (error: StoreError) => void;
  readonly signal: AbortSignal;
}

/** What the fields of a card are called, in the shopper's language. */
export interface FieldWords {
  readonly number: string;
  readonly expiry: string;
  readonly code: string;
}

export interface FormWords extends FieldWords {
  /** Of the amount, where the gateway shows it. */
  readonly total: string;
}

/** What the form may say of itself: never a digit. */
export interface FormState {
  readonly empty: boolean;
  readonly complete: boolean;
  /** Already in the shopper's language, from the gateway; undefined while there is nothing to mend. */
  readonly message?: string;
}

/** Our theme tokens, resolved to plain CSS values, for the gateway's own style option. Adapters drop what theirs can't take. */
export interface Appearance {
  readonly scheme: 'light' | 'dark';
  readonly colorText: string;
  readonly colorMuted: string;
  readonly colorSurface: string;
  readonly colorBorder: string;
  readonly colorAccent: string;
  readonly colorError: string;
  readonly radius: string;
  readonly fontFamily: string;
  /** px, as `'16px'`; under 16 px iOS zooms into the field. */
  readonly fontSize: string;
}

/** A mounted form. */
export interface PaymentForm {
  /** A new amount, language or look, without losing what was typed. */
  update(change: Partial<PaymentContext> & { readonly appearance?: Appearance }): Promise<void>;
  /** Whether the form could be sent. Shows the gateway's own field messages. Nothing leaves the frame. */
  validate(): Promise<Validity>;
  /** Puts the cursor into the first field, or the first that needs mending. */
  focus(): void;
  /**
   * Sends the payment to the gateway, 3-D Secure included. Call once per attempt. It settles, always: an adapter whose
   * SDK may hang races it with a timer and answers `unknown`.
   */
  confirm(step: ConfirmStep, signal: AbortSignal): Promise<ConfirmResult>;
  /** Takes the form off the page. The mount is empty afterwards. Safe to call twice. */
  destroy(): void;
}

export type Validity = { readonly valid: true } | { readonly valid: false; readonly message?: string };

/** What `confirm` needs. */
export interface ConfirmStep {
  /** From the server half: a client secret and the like, for this attempt only. */
  readonly client: Readonly<Record<string, string>>;
  /** The frozen amount, as it will be charged. */
  readonly amount: Money;
  /** Where a redirect-based method comes back to. */
  readonly returnUrl: string;
  /** For 3-D Secure and fraud checks. */
  readonly billing: BillingContact;
  /**
   * Hands a single-use token to the server half, which charges it under the attempt's key (Square). `partial`: what there is
   * will do, if it is less than the amount.
   */
  readonly submit: (token: string, how?: { readonly partial: boolean }) => Promise<ConfirmResult>;
}

export interface BillingContact {
  readonly email: string;
  readonly phone?: string;
  readonly fullName: string;
  readonly lines: readonly string[];
  readonly city: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country: string;
}

/**
 * What the browser half knows when `confirm` ends. There is no "paid": whatever stands here, the page asks our server,
 * and only `declined`, `canceled` and `invalid` are definite (nothing was charged, another attempt may be made).
 */
export type ConfirmResult =
  /** The gateway has it and says all is well: ask the server. */
  | { readonly kind: 'submitted' }
  /** The gateway has it and needs time (bank debits). */
  | { readonly kind: 'processing' }
  /** Part of the amount is held, nothing is taken: the rest is to be paid by another attempt. */
  | { readonly kind: 'part' }
  | { readonly kind: 'declined'; readonly code: string }
  | { readonly kind: 'canceled' }
  /** Something typed is not right; nothing was sent. */
  | { readonly kind: 'invalid'; readonly message?: string }
  /** The page is about to leave for a bank or wallet. */
  | { readonly kind: 'leaving' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unknown' };

/**
 * What wallet buttons may ask of the store. The wallet brings the shopper's name, address and delivery choice; what they cost
 * is our server's to say, and the order is placed and paid like any other.
 */
export interface ExpressContext extends PaymentContext {
  readonly appearance: Appearance;
  /** For sheets that leave it to the page to say them, in the shopper's language. */
  readonly words: { readonly total: string; readonly notServed: string; readonly unreachable: string };
  /** ISO 3166-1 alpha-2 of where the store delivers to. */
  readonly countries: readonly string[];
  /** The shopper pressed a wallet's button: what is shown on its sheet. `undefined` when nothing can be paid now; open no sheet then. */
  readonly open: () => ExpressPrice | undefined;
  /**
   * The sheet's address or delivery choice, priced anew by the server. Only what wallets tell before the shopper agrees.
   * @throws StoreError `quote_blocked` when the store does not deliver there, `network_failed`, `server_failed`.
   */
  readonly reprice: (change: {
    readonly country?: string;
    /** With the country, as far as the wallet tells: most keep the street to themselves until the shopper agrees. */
    readonly region?: string;
    readonly postalCode?: string;
    readonly optionId?: string;
  }) => Promise<ExpressPrice>;
  /**
   * The shopper agreed: places the order, to be delivered to this contact, and answers with the step to confirm.
   * @throws StoreError when there is no order to pay; the checkout says why, the sheet only closes.
   */
  readonly place: (contact: BillingContact) => Promise<ConfirmStep>;
  /**
   * How it ended: after `place` once, whatever came; before it `canceled` when the sheet was closed, or `invalid` when the
   * wallet did not work.
   */
  readonly onResult: (result: ConfirmResult) => void;
  /** The buttons died after they were ready. */
  readonly onError: (error: StoreError) => void;
  readonly signal: AbortSignal;
}

/** What a wallet's sheet shows. All amounts are of one currency; `lines` add up to `amount`. */
export interface ExpressPrice {
  readonly amount: Money;
  readonly lines: readonly { readonly label: string; readonly amount: Money }[];
  /** In the order to show them; the chosen one is first, as wallets have it. */
  readonly delivery: readonly { readonly id: string; readonly label: string; readonly amount: Money }[];
}

export interface ExpressButtons {
  /** Names of the wallets that show, such as `apple_pay`; empty means hide the row. */
  readonly wallets: readonly string[];
  update(change: Partial<PaymentContext> & { readonly appearance?: Appearance }): Promise<void>;
  /** Takes the buttons off the page. Safe to call twice. */
  destroy(): void;
}
