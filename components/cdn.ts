/** The script tag: `<script type="module" src="…/store-elements.js" data-endpoint="/store">`; script-tag.ts has its attributes. */
import { startPage } from './script-tag.js';

/** A module has no `currentScript`: the tag is the one with this file's address, or, after a redirect, with our name. */
const tags = [...document.querySelectorAll<HTMLScriptElement>('script[data-endpoint]')];
startPage(
  tags.find((tag) => tag.src === import.meta.url) ??
    tags.find((tag) => tag.type === 'module' && /\bstore-elements\b/.test(tag.src)),
);
