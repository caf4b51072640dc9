/**
 * The whole shop as one classic script, for pages that can't load modules or several files:
 * `<script src="…/store-elements.classic.js" data-endpoint="/store" defer>`. Larger than the module, which loads what a page needs.
 */
import { startPage } from './script-tag.js';

const tag = document.currentScript;
startPage(tag instanceof HTMLScriptElement ? tag : undefined);
