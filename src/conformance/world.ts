/** What a gateway author gives the kit: their server half, and the processor behind it (a double, or a test account). */
import type { WireNextStep } from '../api/wire.js';
import type { ServerGateway } from '../gateways/gateway-server.js';
import type { Money } from '../money.js';

/** The kit's clock: processor and store are to live by it, so that an hour passes at once. */
export interface Clock {
  now(): Date;
}

/** A callback as it goes over the wire. */
export interface Callback {
  /** Those that the signature needs, and the content type. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What shoppers do at the processor. */
export type Deed = 'pay' | 'decline' | 'cancel';

/** Money that moved, by the processor's own books. */
export interface Booking {
  /** What our server named the payment by. */
  readonly reference: string;
  readonly amount: Money;
}

/** A processor, new for each check, with the gateway's server half in front of it. */
export interface Processor {
  readonly gateway: ServerGateway;
  /**
   * Does with the step that `start` answered what a shopper does: types a card and pays, is declined, cancels. A gateway that
   * charges by token resolves with the token, which the kit hands to `submit`. Doing it again is what a shopper does who
   * clicks twice: it must not fail by itself.
   */
  act(
    deed: Deed,
    step: { readonly next: WireNextStep; readonly reference: string },
  ): Promise<string | undefined>;
  /** Every callback the processor has to send so far, oldest first, signed as of now. It sends none by itself. */
  callbacks(): Promise<readonly Callback[]>;
  /** Each time money was taken. */
  charges(): Promise<readonly Booking[]>;
  /** Each time money was given back; may be left out where the gateway gives none back. */
  refunds?(): Promise<readonly Booking[]>;
  stop?(): Promise<void>;
}

/** What a gateway may lack. */
export type Ability =
  'decline' | 'shopper_cancel' | 'callbacks' | 'callback_time' | 'retrieve' | 'cancel' | 'refund';

export interface World {
  start(clock: Clock): Processor | Promise<Processor>;
  /** What this gateway can't do, each with its reason. What is not named here is checked. */
  readonly without?: Readonly<Partial<Record<Ability, string>>>;
  /** Default: one each with 2, 0 and 3 decimals. */
  readonly currencies?: readonly string[];
  /** Keys and secrets the gateway was made with: none may reach a page. */
  readonly secrets?: readonly string[];
}

/** One check. Hand `name` and `run` to your test runner; `without` is why it can't be run for this gateway. */
export interface Check {
  readonly name: string;
  readonly without: string | undefined;
  /** @throws Error that says what is not as the contract has it. */
  run(): Promise<void>;
}
