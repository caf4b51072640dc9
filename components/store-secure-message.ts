import { LazyElement, type ViewModule } from './base/lazy.js';
import { base } from './styles/base.js';

/**
 * The security message of the checkout, computed from what was checked on this page load: the connection, who holds the
 * card form, test or live. It claims nothing that was not checked. `<store-checkout>` already shows one.
 *
 * @tag store-secure-message
 * @csspart notice - The message.
 * @cssstate secure - Everything that can be checked was checked and holds.
 * @cssstate error - A check failed: nothing can be paid here, and the message says why.
 * @example
 * ```html
 * <store-secure-message></store-secure-message>
 * ```
 */
export class StoreSecureMessage extends LazyElement {
  static override styles = [base];

  protected override async load(): Promise<ViewModule<this>> {
    return import('./checkout/secure-message-view.js');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'store-secure-message': StoreSecureMessage;
  }
}
