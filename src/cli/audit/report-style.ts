/** How the report looks: on a phone, on a desk, in the dark, on paper. */
import { Markup } from './html.js';

export const STYLE = new Markup(`
:root { color-scheme: light dark; --line: light-dark(#d8d8de, #3a3a42); --soft: light-dark(#5c5c66, #a8a8b3);
  --good: light-dark(#176b3a, #6fd69a); --bad: light-dark(#a3261b, #ff9c8f); --box: light-dark(#f6f6f8, #222228); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 60rem; background: light-dark(#fff, #18181c);
  color: light-dark(#1b1b20, #ececf1); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 0 0 .25rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
p { margin: .25rem 0; }
code, ul.code li { font: .875rem/1.45 ui-monospace, monospace; }
section { margin-top: 2.25rem; }
.kicker, .helps, .facts, header p, dt { color: var(--soft); }
.helps, .facts, dt { font-size: .9rem; }
.what { margin-top: .75rem; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line); }
.verdict { padding: 1rem; border: 1px solid; border-inline-start-width: 6px; border-radius: 6px; background: var(--box); }
.verdict.good { border-color: var(--good); } .verdict.bad { border-color: var(--bad); }
ul { margin: .5rem 0; padding-inline-start: 1.25rem; }
ul.rows { padding: 0; list-style: none; }
ul.rows > li { padding: .75rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.value { display: grid; grid-template-columns: 5.5rem 1fr; align-items: baseline; } .value b { font-size: .9rem; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid; border-radius: 1rem; font-size: .8rem; color: var(--soft); }
.tag.good { color: var(--good); } .tag.bad, .tag.added, .tag.removed, .tag.changed { color: var(--bad); }
dl { margin: .5rem 0; display: grid; grid-template-columns: minmax(9rem, auto) 1fr; gap: .4rem 1rem; }
dd { margin: 0; min-width: 0; } dd p, dd ul { margin: 0; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
@media print { :root { color-scheme: light; } body { padding: 0; max-width: none; font-size: 10pt; } }
`);
