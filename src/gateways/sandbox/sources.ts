/** What the sandbox gateway needs the page to allow: its one origin. */
import type { PageSources } from '../page-sources.js';

/** @param url where the sandbox runs, `http://127.0.0.1:4243`. */
export function sandboxSources(url: string): PageSources {
  const { origin } = new URL(url);
  return {
    name: 'sandbox',
    script: [origin],
    frame: [origin],
    form: [origin],
    payment: [origin],
    trustedTypes: 'safe',
    records: [],
  };
}
