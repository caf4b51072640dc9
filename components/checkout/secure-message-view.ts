/** The view of `<store-secure-message>`. */
import { wasChecked } from '../../src/security/message.js';
import type { Store } from '../../src/store.js';
import type { View } from '../base/lazy.js';
import type { StoreElement } from '../base/store-element.js';
import { renderSecureMessage, secureStyles } from './secure-message.js';
import { wordsOf } from './words.js';

export const styles = [secureStyles];

export async function connect(host: StoreElement, store: Store, signal: AbortSignal): Promise<View> {
  const checkout = await store.checkout();
  const words = wordsOf(store);
  checkout.subscribe(() => host.requestUpdate(), signal);
  return {
    render() {
      const { facts, verdict, gateway } = checkout.get();
      host.mark('secure', verdict.allowed && wasChecked(facts));
      host.mark('error', !verdict.allowed);
      return renderSecureMessage(facts, verdict, words, gateway?.claims);
    },
  };
}
