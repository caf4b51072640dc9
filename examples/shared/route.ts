/** A router in the space of a page: which page the address names, and links that lead there without loading. */
export type Page = 'shop' | 'checkout' | 'order';

const base = import.meta.env.BASE_URL;

export const addressOf = (page: Page): string => (page === 'shop' ? base : base + page);

export function pageNow(): Page {
  const name = location.pathname.slice(base.length);
  return name === 'checkout' || name === 'order' ? name : 'shop';
}

/** Calls `heard` when the address changes; the answer ends that. */
export function onPage(heard: () => void): () => void {
  addEventListener('popstate', heard);
  return () => removeEventListener('popstate', heard);
}

/** Every plain click on a link of ours changes the page without loading it, also on links inside the elements. */
document.addEventListener('click', (event) => {
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || link.origin !== location.origin || !link.pathname.startsWith(base)) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  dispatchEvent(new PopStateEvent('popstate'));
});
