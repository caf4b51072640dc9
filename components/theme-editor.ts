/** Registers `<store-theme-editor>`, which is for the merchant and so not among the shop's elements. */
import { register } from './base/register.js';
import { StoreThemeEditor } from './store-theme-editor.js';

register({ 'store-theme-editor': StoreThemeEditor });
