/**
 * What the pages of merchants bring along, each as short as it can be and still reach for our elements: resets, frameworks' grounds
 * and themes, written after them. Sheets that take the card form away are in hostile-styles.test.ts.
 */
export const HOST_SHEETS: Readonly<Record<string, string>> = {
  'a reset of everything': '* { all: unset }',
  'an important reset': `
    *, *::before, *::after { margin: 0 !important; padding: 0 !important; border: 0 !important; font: inherit !important;
      vertical-align: baseline !important; box-sizing: content-box !important; background: none !important }`,
  // As in normalize and reboot: https://getbootstrap.com/docs/5.3/content/reboot/
  bootstrap: `
    *, *::before, *::after { box-sizing: border-box }
    body { margin: 0; font-family: "Segoe UI", Roboto, sans-serif; font-size: 1rem; font-weight: 400; line-height: 1.5;
      color: #212529; background-color: #fff; -webkit-text-size-adjust: 100% }
    label { display: inline-block } button { border-radius: 0 } input, button, select { margin: 0; font-family: inherit }
    a { color: #0d6efd; text-decoration: underline } fieldset { min-width: 0; padding: 0; margin: 0; border: 0 }
    .card { background: #fff; border: 1px solid #ccc; padding: 1rem } .form { display: flex } .button { background: red }
    .hidden { display: none } .small { font-size: 60% } .error { color: red } .total { float: right }`,
  // As in preflight: https://tailwindcss.com/docs/preflight
  tailwind: `
    *, ::after, ::before { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
    html { line-height: 1.5; font-family: ui-sans-serif, system-ui, sans-serif; tab-size: 4 }
    h1, h2, h3 { font-size: inherit; font-weight: inherit } a { color: inherit; text-decoration: inherit }
    ol, ul, menu { list-style: none } img, svg, video, iframe { display: block; vertical-align: middle }
    img, video { max-width: 100%; height: auto } button, input, select { font: inherit; color: inherit; background: transparent;
      border-radius: 0; opacity: 1 } [hidden] { display: none !important }`,
  'a theme of WordPress': `
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
