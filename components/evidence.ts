/** Registers `<store-evidence>`, which is for the merchant and so not among the shop's elements. Doing so twice is harmless. */
import { register } from './base/register.js';
import { StoreEvidence } from './store-evidence.js';

register({ 'store-evidence': StoreEvidence });
