/** What all our elements share: the store from the context, redrawing when it changes, labels, states, a live region. */
import { ContextConsumer } from '@lit/context';
import { LitElement } from 'lit';
import type { StoreError } from '../../src/errors.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { formatMoney } from '../../src/locale/format.js';
import { label, type BaseKey } from '../../src/locale/label.js';
import type { Money } from '../../src/money.js';
import type { Store } from '../../src/store.js';
import { StoreErrorEvent } from '../events.js';
import { announce } from './announce.js';
import { storeContext } from './context.js';

type LabelValues = Readonly<Record<string, string | number>>;

export abstract class StoreElement extends LitElement {
  readonly #context = new ContextConsumer(this, {
    context: storeContext,
    subscribe: true,
    callback: (store) => this.#follow(store),
  });
  readonly #internals = this.attachInternals();
  #following: AbortController | undefined;
  #reported: StoreError | undefined;

  /** The store this element belongs to; undefined until a provider answered. */
  protected get store(): Store | undefined {
    return this.#context.value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.store) this.#follow(this.store);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following?.abort();
    this.#following = undefined;
  }

  /** With `moveBefore` nothing is lost, so nothing is let go of. */
  connectedMoveCallback(): void {}

  /** Lets go of everything and starts again, as if newly connected. */
  protected restart(): void {
    if (this.store) this.#follow(this.store);
  }

  #follow(store: Store): void {
    if (!this.isConnected) return;
    this.#following?.abort();
    this.#following = new AbortController();
    this.follow(store, this.#following.signal);
    this.requestUpdate();
  }

  /** Subscribes to what this element draws. Called on each connection, and when the store changes. */
  protected abstract follow(store: Store, signal: AbortSignal): void;

  /** A label of the shop's table, in the store's words. */
  protected text(key: BaseKey<keyof typeof EN_SHOP>, values?: LabelValues): string {
    return label(this.store?.labels ?? {}, EN_SHOP, key, values, this.store?.locale);
  }

  protected price(value: Money): string {
    return formatMoney(value, this.store?.locale ?? 'en');
  }

  /** Sets `:state(name)`. For this element and the view that draws it. @internal */
  mark(name: 'empty' | 'busy' | 'error' | 'secure' | 'paid', on: boolean): void {
    if (on) this.#internals.states.add(name);
    else this.#internals.states.delete(name);
  }

  /** Fires `store-error`, once per error. @internal */
  report(error: StoreError | undefined): void {
    if (error && error !== this.#reported) this.dispatchEvent(new StoreErrorEvent(error));
    this.#reported = error;
  }

  /** Says something to a screen reader without moving the focus. @internal */
  announce(text: string): void {
    announce(text);
  }
}
