/** Registers `<store-reports>`, which is for the merchant and so not among the shop's elements. Doing so twice is harmless. */
import { register } from './base/register.js';
import { StoreReports } from './store-reports.js';

register({ 'store-reports': StoreReports });
