/**
 * The page watch's script tag: `<script src="…/page-watch.js" data-reports="/store/reports">`, first in the head, so that it sees
 * who adds what. With `type="module"` it begins when the page has been read, and sees what came before as it stands.
 */
import { watchPage } from '../src/security/page-watch.js';

/** A module has no `currentScript`: its tag is known by what only such a tag has. */
const tag =
  document.currentScript ??
  [...document.querySelectorAll('script[data-reports][src]')].find((script) =>
    /\/page-watch\.js$/.test(new URL((script as HTMLScriptElement).src).pathname),
  );
// Not `dataset`: it has what a page has put on Object.prototype, too (T-04).
const reports = tag?.getAttribute('data-reports');
if (reports) watchPage({ reports });
