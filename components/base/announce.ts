/** One polite live region for the page, made when first needed: a region that appears with its text is not read. */
const NAME = 'store-live';

export function announce(text: string): void {
  const region = document.querySelector(`[data-${NAME}]`) ?? make();
  region.textContent = '';
  // The emptying must be a change of its own, or the same text twice would be silent.
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

function make(): Element {
  const region = document.createElement('div');
  region.setAttribute(`data-${NAME}`, '');
  region.setAttribute('aria-live', 'polite');
  // By property, not by attribute: a style attribute would need 'unsafe-inline'.
  region.style.cssText =
    'position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  document.body.append(region);
  return region;
}
