/** Where events go: the page's `dataLayer`, in the form its reader wants. Nothing is loaded and nothing is sent from here. */
import type { Ga4Event } from './ga4.js';

type DataLayerWindow = { dataLayer?: unknown[] };

/** As it stands; not made by reading. */
export function dataLayer(): readonly unknown[] {
  const { dataLayer: layer } = globalThis as DataLayerWindow;
  return Array.isArray(layer) ? layer : [];
}

function layerToWrite(): unknown[] {
  const page = globalThis as DataLayerWindow;
  if (!Array.isArray(page.dataLayer)) page.dataLayer = [];
  return page.dataLayer;
}

export function toDataLayer({ name, params }: Ga4Event): void {
  const layer = layerToWrite();
  // Tag Manager merges what is pushed: without this, the items of the event before would stay.
  layer.push({ ecommerce: null });
  layer.push({ event: name, ecommerce: params });
}

/** gtag.js takes an `arguments` object and nothing else. */
export function toGtag({ name, params }: Ga4Event): void {
  const layer = layerToWrite();
  (function (..._: readonly unknown[]) {
    // eslint-disable-next-line prefer-rest-params -- an array would be read as a Tag Manager command
    layer.push(arguments);
  })('event', name, params);
}
