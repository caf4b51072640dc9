/** What the parts of the checkout's form are drawn with. */
import type { CSSResult } from 'lit';
import type { Cart } from '../../src/cart/cart.js';
import type { renderAddress } from './address-view.js';
import type { renderConsents, renderOrderNote } from './consents-view.js';
import type { renderPart } from './part-view.js';
import type { itemsOf, renderSummary } from './summary-view.js';
import type { FieldsContext } from './field-view.js';

export interface FormContext extends FieldsContext {
  readonly cart: Cart;
  /** The order is being placed or paid. */
  readonly busy: boolean;
  /** Puts the cursor into what has that id. */
  readonly go: (id: string) => void;
  /** Drawn only where they are wanted, and loaded then. */
  readonly later: LaterParts;
}

export interface LaterParts {
  readonly styles?: readonly CSSResult[];
  readonly renderAddress: typeof renderAddress;
  readonly renderPart?: typeof renderPart;
  readonly renderConsents?: typeof renderConsents;
  readonly renderOrderNote?: typeof renderOrderNote;
  readonly itemsOf?: typeof itemsOf;
  readonly renderSummary?: typeof renderSummary;
}
