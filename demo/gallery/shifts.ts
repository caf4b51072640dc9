/** What moves on the page although nobody touched it, by the browser's own account (Chromium's Layout Instability API). */

export interface Shift {
  /** Its part of the page's CLS. */
  readonly value: number;
  /** What moved, from where to where: `p 16,120 → 16,480`. */
  readonly what: readonly string[];
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

/** Watches from now on; what it returns tells what was seen until then. */
export function watchShifts(): () => readonly Shift[] {
  const seen: Shift[] = [];
  const take = (entries: PerformanceEntryList): void => {
    for (const { value, sources } of entries as LayoutShift[])
      seen.push({ value, what: sources.map((source) => inWords(source)) });
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'layout-shift' });
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
    return seen;
  };
}

function inWords({ node, previousRect: from, currentRect: to }: LayoutShift['sources'][number]): string {
  const name =
    node instanceof Element ? node.localName + [...node.classList].map((each) => `.${each}`).join('') : '?';
  const place = ({ x, y, width, height }: DOMRectReadOnly): string =>
    [x, y, width, height].map(Math.round).join(',');
  return `${name} ${place(from)} → ${place(to)}`;
}
