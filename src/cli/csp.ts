/** `store-elements csp`: prints the headers of a page with a checkout, or says what is wrong with those a page has. */
import { parseArgs } from 'node:util';
import {
  cspFor,
  explainHeaders,
  redirectSources,
  sandboxSources,
  squareSources,
  stripeSources,
  type PageSources,
  type SquareMethod,
} from '../security/csp/index.js';
import { listed, UsageError, type Command, type CommandIo } from './command.js';
import { FORMATS, type HeaderFormat } from './header-formats.js';

const METHODS: readonly SquareMethod[] = ['gift_card', 'google_pay', 'apple_pay', 'cash_app', 'bank'];

export const csp: Command = {
  name: 'csp',
  summary: 'the security headers a page with a checkout needs, for your gateways and your server',
  usage: `store-elements csp --gateway NAME[,NAME…] [options]
store-elements csp --gateway NAME[,NAME…] --check URL

Prints the Content-Security-Policy and the other headers that a page with a checkout should be sent with: exactly what
the gateways need, nothing else. Notes go to stderr. With --check it reads the headers a page has, says what is wrong
with them, and ends with 1 if anything is.

  --gateway NAMES       stripe, square, sandbox=URL, redirect=URL; several with commas
  --mode live|test      the gateways' mode (Square has other hosts for each); default live
  --method NAMES        for Square: ${METHODS.join(', ')}
  --three-d-secure strict   for Square: no bank's page but Square's; payments that need one fail
  --no-link             Stripe without Link
  --store ORIGIN        the store server, if it is not the page's own origin
  --files ORIGIN        where the store-elements files come from, if not the page's own origin
  --script, --image, --style, --font, --frame, --connect SOURCE   what else your page needs; may be repeated
  --ancestor ORIGIN     a website that may show the page in a frame; may be repeated; default nobody
  --reports URL         where browsers report: /store/reports, or a service
  --trusted-types enforce|report|off
  --format FORMAT       ${Object.keys(FORMATS).join(', ')}; default headers
  --path PATH           which pages, for netlify, cloudflare and vercel; default /*
  --check URL           look at a page instead

A nonce is another one in every answer, so it can't be printed here: use cspFor({ nonce }) of store-elements/csp.`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
    const gateways = gatewaysOf(values);
    if (values.check !== undefined) return check(values.check, gateways, io);
    const format = values.format ?? 'headers';
    if (!isFormat(format))
      throw new UsageError(
        `There is no format ${JSON.stringify(format)}: ${Object.keys(FORMATS).join(', ')}.`,
      );
    const types = values['trusted-types'];
    if (types !== undefined && types !== 'enforce' && types !== 'report' && types !== 'off')
      throw new UsageError('--trusted-types is enforce, report or off.');
    const { script = [], image = [], style = [], font = [], frame = [], connect = [] } = values;
    const page = asked(() =>
      cspFor({
        gateways,
        also: { script, image, style, font, frame, connect },
        ancestors: values.ancestor ?? [],
        ...(values.store !== undefined && { store: values.store }),
        ...(values.files !== undefined && { files: values.files }),
        ...(values.reports !== undefined && { reports: values.reports }),
        ...(types && { trustedTypes: types }),
      }),
    );
    io.out(FORMATS[format](page.headers, values.path ?? '/*'));
    for (const note of page.notes) io.err(`note: ${note}`);
    if (format === 'meta')
      io.err(
        'note: a meta tag can say neither who may frame the page nor where to report, and sends no other header.',
      );
    return 0;
  },
};

const many = { type: 'string', multiple: true } as const;
const one = { type: 'string' } as const;
const OPTIONS = {
  gateway: many,
  mode: one,
  method: many,
  'three-d-secure': one,
  'no-link': { type: 'boolean' },
  store: one,
  files: one,
  script: many,
  image: many,
  style: many,
  font: many,
  frame: many,
  connect: many,
  ancestor: many,
  reports: one,
  'trusted-types': one,
  format: one,
  path: one,
  check: one,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const isFormat = (name: string): name is HeaderFormat => Object.hasOwn(FORMATS, name);

function gatewaysOf(values: Values): PageSources[] {
  const names = listed(values.gateway);
  if (!names.length) throw new UsageError('Say which gateways: --gateway stripe,square.');
  const mode = values.mode ?? 'live';
  if (mode !== 'live' && mode !== 'test') throw new UsageError('--mode is live or test.');
  const threeDSecure = values['three-d-secure'] ?? 'https';
  if (threeDSecure !== 'https' && threeDSecure !== 'strict')
    throw new UsageError('--three-d-secure is https or strict.');
  const methods = listed(values.method).map((method) => {
    const known = METHODS.find((each) => each === method);
    if (!known) throw new UsageError(`There is no method ${JSON.stringify(method)}: ${METHODS.join(', ')}.`);
    return known;
  });
  return names.map((given) => {
    const [name = '', address = ''] = given.split(/=(.*)/s);
    const origin = URL.canParse(address) ? new URL(address).origin : undefined;
    if (name === 'stripe') return stripeSources({ link: !values['no-link'] });
    if (name === 'square') return squareSources({ mode, methods, threeDSecure });
    if (name === 'sandbox' && origin) return sandboxSources(origin);
    if (name === 'redirect' && origin) return redirectSources([origin]);
    throw new UsageError(
      `There is no gateway ${JSON.stringify(given)}: stripe, square, sandbox=URL, redirect=URL.`,
    );
  });
}

/** What the headers' maker refuses was given on the command line. */
function asked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

async function check(address: string, gateways: readonly PageSources[], io: CommandIo): Promise<number> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError('--check takes the address of a page.');
  const answer = await fetch(url, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(20_000),
  }).catch((cause: unknown) => {
    throw new Error(`${url.href} could not be read.`, { cause });
  });
  if (!answer.ok) throw new Error(`${url.href} answered ${answer.status}.`);
  const found = explainHeaders({
    headers: Object.fromEntries(answer.headers),
    metaPolicies: metaPolicies(await answer.text()),
    https: new URL(answer.url).protocol === 'https:',
    gateways,
  });
  for (const { severity, about, text } of found) io.out(`${severity.padEnd(6)}  ${about}: ${text}`);
  if (!found.length) io.out('Nothing is wrong with the headers of this page.');
  return found.some(({ severity }) => severity !== 'note') ? 1 : 0;
}

/** By pattern: an HTML parser would be the only one here, and what it found wrong would be said of a page nobody serves. */
const metaPolicies = (html: string): string[] =>
  [...html.matchAll(/<meta\b[^<>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /http-equiv\s*=\s*["']?content-security-policy["'\s>/]/i.test(tag))
    .map((tag) => /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag))
    .map((match) => match?.[1] ?? match?.[2] ?? '');
