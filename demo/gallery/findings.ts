import type { WireEvidence, WireFinding } from '../../src/api/wire-evidence.js';

const finding = (id: string, change: Partial<WireFinding>): WireFinding => ({
  id,
  page: '/checkout.html',
  kind: 'script',
  subject: 'https://shop.example/store-elements/store-elements.js',
  detail: 'sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC',
  first_seen_at: '2026-11-02T08:15:00Z',
  last_seen_at: '2026-11-20T17:40:00Z',
  times: 412,
  status: 'new',
  decision: null,
  ...change,
});

export const FINDINGS: WireEvidence = {
  full: false,
  findings: [
    finding('1', {}),
    finding('2', { kind: 'frame', subject: 'https://js.gateway.example', detail: '', times: 1 }),
    finding('3', { kind: 'violation', subject: 'https://tracker.example/t.js', detail: 'script-src' }),
    finding('4', { kind: 'header', subject: 'content-security-policy', detail: '', page: '/order.html' }),
  ],
};
