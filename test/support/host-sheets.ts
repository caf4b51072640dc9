import { readFileSync } from 'node:fs';

/**
 * What the pages of merchants bring along: the real sheets of Bootstrap, Tailwind, normalize.css and WordPress's starter theme as their
 * packages ship them, and for what no package has, each as short as it can be and still reach for our elements: resets, frameworks' grounds
 * and themes, written after them. Sheets that take the card form away are in hostile-styles.test.ts.
 */
export const HOST_SHEETS: Readonly<Record<string, string>> = {
  'Bootstrap 5': real('bootstrap/dist/css/bootstrap.min.css'),
  // Its compiler would fill in the theme's values; without a theme they are the second ones.
  'Tailwind 4 preflight': real('tailwindcss/preflight.css').replace(
    /--theme\(\s*--[\w-]+,\s*([^)]*)\)/g,
    '$1',
  ),
  'normalize.css 8': real('normalize.css/normalize.css'),
  'the WordPress theme _s': real('undescores-for-npm/style.css'),
  'an important reset of everything': '* { all: unset !important }',
  'a reset of everything': '* { all: unset }',
  'an important reset': `
    *, *::before, *::after { margin: 0 !important; padding: 0 !important; border: 0 !important; font: inherit !important;
      vertical-align: baseline !important; box-sizing: content-box !important; background: none !important }`,
  'classes with our names': `
    .card { background: #fff; border: 1px solid #ccc; padding: 1rem } .form { display: flex } .button { background: red }
    .hidden { display: none } .small { font-size: 60% } .error { color: red } .total { float: right }`,
  'an old theme of WordPress': `
    body { font-family: Georgia, serif; font-size: 18px; line-height: 1.8; color: #444; text-align: justify; word-break: break-word }
    .entry-content > * { max-width: 580px; margin: 0 auto 1.5em; text-transform: none }
    .entry-content h2 { font-size: 2em; text-transform: uppercase } a { color: #cd2653; border-bottom: 1px dotted }
    button, input[type=submit] { background: #cd2653 !important; color: #fff !important; padding: 1.1em 1.44em; letter-spacing: 0 }
    input, select, textarea { border: 1px solid #dcd7ca; padding: 1.5rem; width: 100% } iframe { max-width: 100% }
    ul { list-style: disc; margin-left: 3em } dl, dt, dd { font-weight: bold } fieldset { border: 2px solid; padding: 2em }`,
  'text that shouts': `
    body * { font-weight: 900 !important; font-style: italic !important; text-transform: uppercase !important; color: red !important;
      line-height: 1 !important; font-size: 9px !important; text-align: center !important; text-indent: 2em !important;
      white-space: nowrap !important; font-family: fantasy !important }`,
  'a root of 10 pixels': 'html { font-size: 62.5% } body { font-size: 1.6rem }',
  'a small and narrow text': 'body { font-size: 8px; line-height: 1; color: silver; font-weight: 100 }',
};

function real(path: string): string {
  return readFileSync(`node_modules/${path}`, 'utf8');
}
