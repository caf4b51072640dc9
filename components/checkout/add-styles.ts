/** Styles of a part that is loaded later than the element it is drawn in. */
import type { CSSResult } from 'lit';
import { ownSize } from '../styles/own-size.js';

export function addStyles(
  { renderRoot }: { readonly renderRoot: HTMLElement | DocumentFragment },
  styles: readonly CSSResult[],
): void {
  const root = renderRoot as ShadowRoot;
  const there = root.adoptedStyleSheets;
  const sheets = styles
    .flatMap((each) => (ownSize(each) as CSSResult).styleSheet ?? [])
    .filter((each) => !there.includes(each));
  root.adoptedStyleSheets = [...there, ...sheets];
}
