/** The option `gateways`: what is looked at before any of them may show itself to a page. */
import { problemOf } from '../gateways/claim.js';
import type { ServerGateway } from '../gateways/gateway-server.js';
import { isList, need } from './option-checks.js';

/** Beginnings of keys that must never reach a page (security notes T-20). */
const SECRETS = /^(sk_|rk_|whsec_|EAAA|sq0csp-|sq0atp-)/;

export function checkGateways(gateways: readonly ServerGateway[]): void {
  need(isList(gateways), 'gateways', 'must be a list; an empty one makes a catalogue without a checkout.');
  const names = gateways.map(({ name }) => name);
  need(new Set(names).size === names.length, 'gateways', 'has two of the same name.');
  need(
    new Set(gateways.map(({ mode }) => mode)).size < 2,
    'gateways',
    'mixes test and live mode: give all of them keys of one mode.',
  );
  for (const gateway of gateways) {
    need(
      /^[a-z][a-z0-9-]{0,31}$/.test(gateway.name),
      'gateways',
      'has a name that is not lower-case letters, digits and dashes.',
    );
    for (const claim of gateway.claims ?? []) {
      const problem = problemOf(claim);
      need(!problem, 'gateways', `"${gateway.name}" has a claim about itself that ${String(problem)}.`);
    }
    const shown = gateway.describe();
    need(
      shown.name === gateway.name && shown.mode === gateway.mode,
      'gateways',
      `"${gateway.name}" describes itself with another name or mode.`,
    );
    for (const [key, value] of Object.entries(shown.settings)) {
      need(
        !SECRETS.test(value),
        'gateways',
        `"${gateway.name}" would show a secret key to every page as "${key}": use the publishable one.`,
      );
    }
  }
}
