/** Whether something may be told now. Asked for every event, so that a consent that is taken back counts at once. */

/**
 * The shopper's consent to analytics: known, promised, asked anew each time, or as the page's Google Consent Mode says
 * (`gtag('consent', …)`, `analytics_storage`). Whatever is not clearly a yes is a no.
 */
export type Consent = boolean | PromiseLike<boolean> | (() => boolean) | 'consent-mode';

/** `onGiven` is called when a promise comes true: nothing else tells of that moment. */
export function createConsent(
  consent: Consent,
  dataLayer: () => readonly unknown[],
  onGiven: () => void,
): () => boolean {
  if (consent === 'consent-mode') return () => consentMode(dataLayer());
  if (typeof consent === 'function') {
    return () => {
      try {
        return (consent() as unknown) === true;
      } catch {
        return false;
      }
    };
  }
  let given = consent === true;
  if (typeof consent === 'object' && (consent as unknown) !== null)
    void Promise.resolve(consent).then(
      (answer) => {
        given = (answer as unknown) === true;
        if (given) onGiven();
      },
      () => undefined,
    );
  return () => given;
}

/**
 * What the page's own `gtag('consent', …)` calls come to: the last update; before any, the defaults, if all that speak of
 * `analytics_storage` grant it (some may be for other regions than the shopper's).
 */
export function consentMode(dataLayer: readonly unknown[]): boolean {
  let update: unknown;
  const defaults: unknown[] = [];
  for (const entry of dataLayer) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { 0: command, 1: kind, 2: settings } = entry as Readonly<Record<number, unknown>>;
    if (command !== 'consent' || typeof settings !== 'object' || settings === null) continue;
    const { analytics_storage: value } = settings as { readonly analytics_storage?: unknown };
    if (value === undefined) continue;
    if (kind === 'update') update = value;
    else if (kind === 'default') defaults.push(value);
  }
  if (update !== undefined) return update === 'granted';
  return defaults.length > 0 && defaults.every((value) => value === 'granted');
}
