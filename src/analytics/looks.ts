/** What of the shop a visitor has before their eyes: elements of the page, by the tags they have. Reads, changes nothing. */

/** Share of it that must be in view; of what is larger than the window, share of the window. */
const ENOUGH = 0.5;

/**
 * Calls `seen` once for each element that fits and came into view, also ones that are added later. Elements inside other elements'
 * shadow roots are not found.
 */
export function watchLooks(selector: string, seen: (element: Element) => void, signal: AbortSignal): void {
  const watched = new WeakSet<Element>();
  const eyes = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const window = rootBounds?.height ?? innerHeight;
        if (intersectionRatio < ENOUGH && intersectionRect.height < window * ENOUGH) continue;
        eyes.unobserve(target);
        seen(target);
      }
    },
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, ENOUGH] },
  );
  const look = (): void => {
    for (const element of document.querySelectorAll(selector)) {
      if (watched.has(element)) continue;
      watched.add(element);
      eyes.observe(element);
    }
  };
  const changes = new MutationObserver(look);
  changes.observe(document.documentElement, { childList: true, subtree: true });
  look();
  signal.addEventListener('abort', () => {
    eyes.disconnect();
    changes.disconnect();
  });
}
