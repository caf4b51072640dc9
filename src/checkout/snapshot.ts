/** What the elements draw of a checkout, and what they may ask of it. Made by run.ts. */
import type { Gateway, StoreConfig } from '../api/types.js';
import type { StoreError } from '../errors.js';
import type { Appearance, FormWords, PaymentMethod } from '../gateways/gateway.js';
import type { Observable } from '../observable.js';
import type { SecurityFacts } from '../security/facts.js';
import type { Verdict } from '../security/guard.js';
import type { Departure } from './departure.js';
import type { WalletDesk } from './express.js';
import type { Asked, FieldDoubts, FieldName, FieldProblems, Fields } from './fields.js';
import type { FlowState } from './flow.js';
import type { FormStatus } from './form-host.js';
import type { ResumedOrder } from './placing.js';

export interface CheckoutSnapshot extends Asked {
  readonly flow: FlowState;
  readonly config: StoreConfig | undefined;
  /** The store's configuration could not be had; `restart` tries again. */
  readonly error: StoreError | undefined;
  readonly facts: SecurityFacts;
  readonly verdict: Verdict;
  readonly gateway: Gateway | undefined;
  /** Ways to pay of the chosen gateway, once it is loaded. */
  readonly methods: readonly PaymentMethod[];
  /** The chosen one; undefined for the first. */
  readonly method: string | undefined;
  readonly form: FormStatus;
  readonly fields: Fields;
  readonly problems: FieldProblems;
  /** What may be wrong, and is left to the shopper. */
  readonly doubts: FieldDoubts;
  /** The e-mail address that may be meant. */
  readonly suggestion: string | undefined;
  /** To choose from for the bill: every country there is, once the shopper wants that. */
  readonly countries: readonly string[];
  /** Ids of what the shopper agreed to; nothing beforehand. */
  readonly agreed: ReadonlySet<string>;
  /** What they have to agree to and have not, once they wanted to pay. */
  readonly unagreed: readonly string[];
  /** An order placed before, whose payment is still to be made; contact and address are then already with the server. */
  readonly resumed: ResumedOrder | undefined;
  /** Another tab is paying for this cart just now. */
  readonly elsewhere: boolean;
  /** The order of this checkout, once the server has it. */
  readonly placed: ResumedOrder | undefined;
  /** Where the shopper goes to pay, while the flow is `leaving`. */
  readonly departure: Departure | undefined;
  /** The payment under way, or the one tried last, is a wallet's: its buttons tell what comes of it. */
  readonly byWallet: boolean;
}

export interface Checkout extends Observable<CheckoutSnapshot> {
  /** For rows of wallets' buttons. */
  readonly desk: WalletDesk;
  setField(name: FieldName, value: string): void;
  /** The shopper is done with a field: what may be wrong with it is told. */
  leaveField(name: FieldName): void;
  /** The e-mail address as it was suggested. */
  takeSuggestion(): void;
  /** Whether the bill goes to another address than the goods. */
  setOwnBilling(on: boolean): void;
  /** One of the store's consents. */
  agree(id: string, on: boolean): void;
  setDelivery(optionId: string): void;
  chooseGateway(name: string): void;
  /** One of `methods` of the chosen gateway. */
  chooseMethod(id: string): void;
  /** Puts the chosen gateway's form into a light-DOM element that is in the document. Its failure stands in `form`. */
  mountForm(target: HTMLElement, appearance: Appearance, words: FormWords): Promise<void>;
  /** New look without losing what was typed. */
  setAppearance(appearance: Appearance): void;
  /** Puts the cursor into the chosen gateway's form, where it has to be mended. */
  focusForm(): void;
  unmountForm(): void;
  /** Starts the payment. Ignored unless the shopper is at the form. */
  pay(): void;
  /** Said right before the page is left for the gateway's: from here on the money may be on its way. */
  depart(): void;
  /** The shopper stays instead, or must because of `error`; the order waits for its payment. */
  stay(error?: StoreError): void;
  /** Leaves an order placed before and starts a new one with what is in the cart. */
  startOver(): void;
  /** Looks at everything again: after a failed load, or when the page comes back from the back/forward cache. */
  restart(): void;
}
