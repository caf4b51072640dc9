/** The drawer: the browser's own modal dialog, so that the page behind is inert and Escape closes it. */
import { html, nothing } from 'lit';
import type { Parts } from './words.js';

export interface Drawer {
  /** `by`: what asked for it, to go back to. */
  open(by?: EventTarget): void;
  close(): void;
  render(cart: () => unknown): unknown;
  updated(): void;
}

export function createDrawer({ host, store, words, signal }: Parts): Drawer {
  let state: 'closed' | 'asked' | 'open' = 'closed';
  let opener: HTMLElement | undefined;
  let unlock = (): void => undefined;
  /** Drawn from the first time on, so that it is still there while the dialog slides out. */
  let drawn = false;
  let pressed: EventTarget | null = null;

  const dialog = (): HTMLDialogElement | null => host.renderRoot.querySelector('dialog');
  const close = (): void => dialog()?.close();
  signal.addEventListener('abort', () => (close(), unlock()), { once: true });

  // Its sheet goes by the attribute, a page's script may have set the property.
  if (host.mode === 'drawer') host.setAttribute('mode', 'drawer');
  document.addEventListener(
    'store-item-add',
    (event) => {
      const [by] = event.composedPath();
      if (!host.hasAttribute('open-on-add')) return;
      // Whoever listens later may object to the addition.
      queueMicrotask(() => event.defaultPrevented || open(by));
    },
    { signal },
  );

  function open(by?: EventTarget): void {
    if (host.mode !== 'drawer' || state !== 'closed' || (by && storeOf(by) !== storeOf(host))) return;
    state = 'asked';
    drawn = true;
    opener = by instanceof HTMLElement ? by : undefined;
    host.requestUpdate();
  }

  function closed(): void {
    state = 'closed';
    unlock();
    // The browser goes back to what had the focus; where a click gives none (Safari), nothing had it.
    if (document.activeElement === document.body && opener?.isConnected) focusIn(opener);
  }

  /** Only a press that also began on the backdrop closes: not the end of a selection. */
  function onClick(event: Event): void {
    if (event.target === event.currentTarget && pressed === event.target) close();
  }

  return {
    open,
    close,
    render: (cart) =>
      html`<dialog part="drawer" aria-labelledby="drawer-title" @close=${closed}>
        ${drawn ? renderInside(cart) : nothing}
      </dialog>`,
    updated() {
      const element = dialog();
      if (state !== 'asked' || !element) return;
      state = 'open';
      // On the element and not in the template: it is the backdrop that is pressed, which keys reach by Escape.
      element.addEventListener('pointerdown', (event) => (pressed = event.target));
      element.addEventListener('click', onClick);
      unlock = lockScroll();
      element.showModal();
    },
  };

  function renderInside(cart: () => unknown): unknown {
    const { count } = store.cart.get();
    return html`<div class="panel">
      <div class="head">
        <h2 id="drawer-title">
          ${words.text('cart.title')}
          ${count ? html`<span class="muted small">${words.text('cart.button', { count })}</span>` : nothing}
        </h2>
        <button class="shut" type="button" aria-label=${words.text('cart.close')} @click=${close}>
          <svg
            width="20"
            height="20"
            viewBox="0 0 20 20"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
          >
            <path d="M4 4l12 12M16 4L4 16" stroke-width="1.8" />
          </svg>
        </button>
      </div>
      <div class="inside">${cart()}</div>
    </div>`;
  }
}

/** The provider around it, out of shadow roots too; the page's own store has none. */
function storeOf(from: EventTarget): Element | undefined {
  if (!(from instanceof Element)) return undefined;
  const found = from.closest('store-provider');
  const root = from.getRootNode();
  return found ?? (root instanceof ShadowRoot ? storeOf(root.host) : undefined);
}

/** The element itself or, where it takes no focus, the first thing in it that does. */
function focusIn(element: HTMLElement): void {
  element.focus();
  if (document.activeElement !== document.body) return;
  for (const root of [element, element.shadowRoot])
    root?.querySelector<HTMLElement>('a[href], button:not(:disabled)')?.focus();
}

/** The page behind stays where it is, and as wide: the scroll bar's room is kept. Returns what undoes it. */
function lockScroll(): () => void {
  const page = document.documentElement;
  const { style } = page;
  const { overflow, scrollbarGutter } = style;
  if (innerWidth > page.clientWidth) style.scrollbarGutter = 'stable';
  style.overflow = 'hidden';
  return () => {
    style.overflow = overflow;
    style.scrollbarGutter = scrollbarGutter;
  };
}
