/** What the merchant has: reports, evidence, the editors. */
import { FINDINGS } from './findings.js';
import { HOSTILE_FINDINGS, HOSTILE_LABELS, HOSTILE_REPORT, HOSTILE_THEME } from './hostile.js';
import { EMPTY_REPORT, REPORT } from './report.js';
import { state, types, type State, type Then } from './state.js';

/** As the merchant, with a key. */
const opens: Then = async (element, _store, seen) => {
  (element as HTMLElement & { adminKey?: string }).adminKey = 'gallery';
  await seen('table');
};

/** Looks for a word among the texts. */
const looksFor =
  (word: string): Then =>
  async (_element, _store, seen) =>
    types(await seen('[type=search]'), word);

/** Shows one kind of texts: all, changed, untranslated, with warnings. */
const filters =
  (at: number): Then =>
  async (_element, _store, seen) => {
    await seen('.text');
    (await seen(`.filters label:nth-of-type(${at}) input`)).click();
  };

export const MERCHANT_STATES: readonly State[] = [
  state('store-theme-editor/page', '.notice.success'),
  state('store-theme-editor/too-close', '.notice.error .button', {
    then: async (_element, _store, seen) => {
      types(await seen('#muted'), '#b5b5b5');
      types(await seen('#on-accent'), '#7d93e0');
    },
  }),
  state('store-theme-editor/hostile', 'textarea[readonly]', { then: HOSTILE_THEME }),
  state('store-evidence/locked', 'form'),
  state('store-evidence/findings', 'table', {
    script: { admin: { '/admin/evidence': FINDINGS } },
    then: opens,
  }),
  state('store-evidence/hostile', 'table', {
    script: { admin: { '/admin/evidence': HOSTILE_FINDINGS } },
    then: opens,
  }),
  state('store-reports/locked', 'form'),
  state('store-reports/month', 'svg', { script: { admin: { '/admin/reports': REPORT } }, then: opens }),
  state('store-reports/empty', '.tiles', {
    script: { admin: { '/admin/reports': EMPTY_REPORT } },
    then: opens,
  }),
  state('store-reports/hostile', 'svg', {
    script: { admin: { '/admin/reports': HOSTILE_REPORT } },
    then: opens,
  }),
  state('store-label-editor/found', '.text', { then: looksFor('cart.checkout') }),
  state('store-label-editor/nothing-found', '[role=status]', {
    then: async (element, store, seen) => {
      await seen('.text');
      await looksFor('no text has this')(element, store, seen);
    },
  }),
  state('store-label-editor/hostile', '.text.changed', { labels: HOSTILE_LABELS, then: filters(2) }),
];
