/** What all our elements share: the store from the context, redrawing when it changes, labels, states, a live region. */
import { ContextConsumer } from '@lit/context';
import { html, LitElement, nothing, render, type CSSResultGroup, type CSSResultOrNative } from 'lit';
import type { StoreError } from '../../src/errors.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { formatMoney } from '../../src/locale/format.js';
import { label, type BaseKey, type LabelValues } from '../../src/locale/label.js';
import type { Money } from '../../src/money.js';
import type { Store } from '../../src/store.js';
import { StoreErrorEvent } from '../events.js';
import { ownSize } from '../styles/own-size.js';
import { announce } from './announce.js';
import { storeContext } from './context.js';

/** Of the elements that were there before any store was: they ask again when a provider comes (`askAgain`). */
const waiting = new Set<() => void>();

/** A provider has come somewhere. */
export const askAgain = (): void => waiting.forEach((ask) => ask());

/**
 * What all our elements share. Its tokens are theirs.
 *
 * @cssprop [--store-color-scheme=inherit] - `light`, `dark` or `light dark`; default: what the page says.
 * @cssprop [--store-color-background=transparent] - What an element stands on: set it to your page's own ground.
 * @cssprop [--store-color-surface] - Fields, buttons, cards.
 * @cssprop [--store-color-text] - Text.
 * @cssprop [--store-color-muted] - Text of less weight.
 * @cssprop [--store-color-border] - Lines that part one thing from another.
 * @cssprop [--store-color-field] - The outline of fields and buttons; must be seen (3:1).
 * @cssprop [--store-color-accent] - The primary button, links, what is chosen.
 * @cssprop [--store-color-on-accent] - Text on the accent colour.
 * @cssprop [--store-color-error] - What is wrong.
 * @cssprop [--store-color-success] - What is well.
 * @cssprop [--store-color-warning] - What to look at.
 * @cssprop [--store-color-focus] - The focus ring; default: the accent colour.
 * @cssprop [--store-font=inherit] - Font families.
 * @cssprop [--store-font-heading=inherit] - Font families of headings.
 * @cssprop [--store-font-size=max(1rem, 16px)] - Size of text; everything grows with it.
 * @cssprop [--store-font-size-heading=1.0625rem] - Size of headings.
 * @cssprop [--store-weight-heading=650] - Weight of headings.
 * @cssprop [--store-radius=8px] - Corners.
 * @cssprop [--store-radius-button] - Corners of buttons; default: as all.
 * @cssprop [--store-border-width=1px] - Lines and outlines.
 * @cssprop [--store-focus-width=2px] - The focus ring.
 * @cssprop [--store-shadow=none] - Under what is raised: the primary button, the drawer.
 * @cssprop [--store-gap=1rem] - Space between things.
 * @cssprop [--store-density=1] - Below 1 is tighter, above is airier: gaps and controls together.
 * @cssprop [--store-control-size=2.75rem] - Height of fields and buttons; never under 24px.
 * @cssprop [--store-padding=0] - Space inside an element, where its ground is not the page's.
 */
export abstract class StoreElement extends LitElement {
  readonly #context = new ContextConsumer(this, {
    context: storeContext,
    subscribe: true,
    // A provider that comes anywhere on the page makes everybody ask again: the same answer changes nothing.
    callback: (store) => store === this.#followed || this.#follow(store),
  });
  readonly #internals = this.attachInternals();
  #following: AbortController | undefined;
  #followed: Store | undefined;
  #reported: StoreError | undefined;

  protected static override finalizeStyles(styles?: CSSResultGroup): CSSResultOrNative[] {
    return super.finalizeStyles(styles).map(ownSize);
  }

  /** The store this element belongs to; undefined until a provider answered. */
  protected get store(): Store | undefined {
    return this.#context.value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.store) this.#follow(this.store);
    else waiting.add(this.#ask);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    waiting.delete(this.#ask);
    this.#following?.abort();
    this.#followed = undefined;
  }

  /** With `moveBefore` nothing is lost, so nothing is let go of. */
  connectedMoveCallback(): void {}

  /** Lets go of everything and starts again, as if newly connected. */
  protected restart(): void {
    if (this.store) this.#follow(this.store);
  }

  /** Asks for the store as it did when it was connected. */
  readonly #ask = (): void => this.#context.hostConnected();

  #follow(store: Store): void {
    if (!this.isConnected) return;
    this.#followed = store;
    waiting.delete(this.#ask);
    this.#following?.abort();
    const { signal } = (this.#following = new AbortController());
    const { catalogOnly, language } = store;
    const speak = (): void => {
      language.get().dress?.(this);
      // Where products are only shown, the elements of selling are gone.
      this.mark('catalog', catalogOnly.get() && /cart|checkout/.test(this.localName));
      this.requestUpdate();
    };
    for (const each of [language, catalogOnly]) each.subscribe(speak, signal);
    this.follow(store, signal);
    speak();
  }

  /** No word before the first words of the language are there. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const first = this.store?.language.first;
    if (!first) return super.scheduleUpdate();
    if (!this.renderRoot.firstChild) render(this.room(), this.renderRoot, this.renderOptions);
    return first.then(() => super.scheduleUpdate());
  }

  /** What the page put inside, and room for what comes. */
  protected room(): unknown {
    return html`<slot></slot>${this.placeholder()}`;
  }

  /** Stands where the element will be drawn, with about its size and no word. */
  protected placeholder(): unknown {
    return nothing;
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
  mark(name: 'catalog' | 'empty' | 'busy' | 'error' | 'secure' | 'paid', on: boolean): void {
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
