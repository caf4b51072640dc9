/** Registers `<store-label-editor>`, which is for the merchant and so not among the shop's elements. Doing so twice is harmless. */
import { register } from './base/register.js';
import { StoreLabelEditor } from './store-label-editor.js';

register({ 'store-label-editor': StoreLabelEditor });
