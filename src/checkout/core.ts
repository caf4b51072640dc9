/** What the sides of one checkout share: run.ts makes it, form-side.ts, wallet-desk.ts and details.ts work with it. */
import type { Cart } from '../cart/cart.js';
import type { FlowEvent } from './flow.js';
import type { FormHost } from './form-host.js';
import type { Guarding } from './guarding.js';
import type { CheckoutSnapshot } from './snapshot.js';

export interface CheckoutCore {
  readonly cart: Cart;
  readonly host: FormHost;
  readonly guarding: Guarding;
  readonly get: () => CheckoutSnapshot;
  readonly commit: (patch: Partial<CheckoutSnapshot>) => void;
  readonly send: (event: FlowEvent) => void;
}
