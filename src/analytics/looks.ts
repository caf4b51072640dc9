/** What of the shop a visitor has before their eyes: elements of the page, by the tags they have. Reads, changes nothing. */

/** Share of it that must be in view. */
const ENOUGH = 0.5;

/**
 * Calls `seen` once for each element that fits and came into view, also ones that are added later. Elements inside other elements'
 * shadow roots are not found.
 */
export function watchLooks(selector: string, seen: (element: Element) => void, signal: AbortSignal): void {
  const watched = new WeakSet<Element>();
  const eyes = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        eyes.unobserve(target);
        seen(target);
      }
    },
    { threshold: ENOUGH },
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
