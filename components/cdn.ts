/** The script tag: `<script type="module" src="…/store-elements.js" data-endpoint="/store">`; script-tag.ts has its attributes. */
// Many later chunks share it, and none may fetch another for it.
import 'lit/directives/live.js';
import { startPage } from './script-tag.js';

/**
 * A module has no `currentScript`: the tag is the one with this file's address, or, after a redirect, with our name. False if
 * there is none, because another file imports this one.
 */
function start(): boolean {
  const tags = [...document.querySelectorAll<HTMLScriptElement>('script[data-endpoint]')];
  const tag =
    tags.find(({ src }) => src === import.meta.url) ??
    tags.find(({ type, src }) => type === 'module' && /\bstore-elements\b/.test(src));
  startPage(tag);
  return !!tag;
}

// A file that is loaded with `async` may have imported it before the page has come to the tag.
if (!start()) document.addEventListener('DOMContentLoaded', start);
