// One page of the documentation around its content. No inline script or style: the pages are served with the demo's own policy.
const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escape = (text) => String(text ?? '').replace(/[&<>"]/g, (sign) => escapes[sign]);

/**
 * @param {{title: string, path: string, body: string, nav: {part: string, pages: {title: string, path: string}[]}[], scripts?: string[], live?: boolean}} page
 */
export function render({ title, path, body, nav, scripts = [], live = false }) {
  const items = nav
    .map(
      ({ part, pages }) =>
        `<li><span>${escape(part)}</span><ul>${pages
          .map(
            (each) =>
              `<li><a href="/docs/${each.path}"${each.path === path ? ' aria-current="page"' : ''}>${escape(each.title)}</a></li>`,
          )
          .join('')}</ul></li>`,
    )
    .join('');
  const shop = live
    ? `<link rel="stylesheet" href="/store-elements/store-elements.css">
<script type="module" src="/store-elements/store-elements.js" data-endpoint="/store"></script>
${scripts.map((src) => `<script type="module" src="/store-elements/${src}"></script>`).join('\n')}`
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)} · store-elements</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/docs/site.css">
${shop}</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a class="name" href="/docs/">store-elements</a><a href="/">Demo shop</a></header>
<div class="columns">
<nav aria-label="Documentation"><ul>${items}</ul></nav>
<main id="main">
${body}
</main>
</div>
</body>
</html>
`;
}
