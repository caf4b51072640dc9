/** What a state of the gallery is, and the words to write one with. */
import type { Store } from '../../src/store.js';
import type { Script } from './shop.js';

export interface State {
  /** `store-cart/full` */
  readonly id: string;
  /** Covers the page: shown alone only. */
  readonly alone?: true;
  readonly script?: Script;
  /** Pieces in the cart, by sku. */
  readonly cart?: Readonly<Record<string, number>>;
  /** The shop's own words. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
  /** What a merchant's page has inside. */
  readonly inside?: () => Node;
  /** Stands in the element's shadow root once the state is reached. */
  readonly shows: string;
  /** What a shopper did to get there; `seen` waits for what stands in the element. */
  readonly then?: (
    element: HTMLElement,
    store: Store,
    seen: (selector: string) => Promise<HTMLElement>,
  ) => Promise<void>;
}

export type Then = NonNullable<State['then']>;

export const SOME = { 'tea-bowl-ash': 2, 'teapot-one': 1 };

export const state = (id: string, shows: string, more: Omit<State, 'id' | 'shows'> = {}): State => ({
  id,
  shows,
  ...more,
});

export const made = (
  tag: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElement => {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** Types into a field, as a browser would tell of it. */
export function types(field: HTMLElement, text: string): void {
  (field as HTMLInputElement).value = text;
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
}
