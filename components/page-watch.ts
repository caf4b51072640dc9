/** The page watch's script tag: `<script type="module" src="…/page-watch.js" data-reports="/store/reports">`. */
import { watchPage } from '../src/security/page-watch.js';

/** A module has no `currentScript`: the tag is the one with this file's address. */
const tag = [...document.querySelectorAll<HTMLScriptElement>('script[data-reports]')].find(
  (script) => script.src === import.meta.url,
);
// Not `dataset`: it has what a page has put on Object.prototype, too (T-04).
const reports = tag?.getAttribute('data-reports');
if (reports) watchPage({ reports });
