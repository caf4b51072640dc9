/**
 * The card-data canary: looks for a typed card in everything the merchant's side ever held. It knows a card number, an
 * expiry and a security code plain and in the encodings in which page code would pass them on. What it can't see:
 * encryption, and encodings nobody thought of; so its own test plants leaks and demands that they are found.
 */
import type { Card } from './shopper.js';

export interface Leak {
  readonly where: string;
  readonly what: 'number' | 'expiry' | 'cvc';
  readonly encoding: string;
}

const text = (value: Buffer | string): string =>
  typeof value === 'string' ? value : value.toString('latin1');

/** Base64 of a text that stands anywhere in a longer one: three alignments, without the bytes that depend on neighbours. */
function base64Cores(value: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(' '.repeat(shift) + value)
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((shift + value.length) * 8) / 6);
    return encoded.slice(Math.ceil((shift * 8) / 6), whole);
  });
}

const spaced = (digits: string, gap: string): string => (digits.match(/.{1,4}/g) ?? []).join(gap);
const codes = (value: string): number[] => [...value].map((c) => c.charCodeAt(0));

/** Ways a long secret can be written. Long enough that chance plays no part. */
function forms(value: string): Map<string, string> {
  const all = new Map<string, string>([
    ['plain', value],
    ['grouped', spaced(value, ' ')],
    ['dashed', spaced(value, '-')],
    ['percent', spaced(value, '%20')],
    ['plus', spaced(value, '+')],
    [
      'percent-encoded digits',
      codes(value)
        .map((c) => `%${c.toString(16)}`)
        .join(''),
    ],
    ['reversed', [...value].reverse().join('')],
    ['hex', Buffer.from(value).toString('hex')],
    ['comma separated', [...value].join(',')],
    ['quoted list', JSON.stringify([...value])],
    ['character codes', codes(value).join(',')],
    [
      'escaped',
      codes(value)
        .map((c) => `\\u00${c.toString(16)}`)
        .join(''),
    ],
    ['UTF-16', Buffer.from(value, 'utf16le').toString('latin1')],
    [
      'html entities',
      codes(value)
        .map((c) => `&#${c};`)
        .join(''),
    ],
  ]);
  base64Cores(value).forEach((core, i) => all.set(`base64 (${i})`, core));
  base64Cores(spaced(value, ' ')).forEach((core, i) => all.set(`base64 grouped (${i})`, core));
  return all;
}

/** Short secrets are looked for standing alone, so that a port or an id does not count. */
const alone = (value: string): RegExp =>
  new RegExp(`(?<![0-9A-Za-z_.-])${value.replace(/[/ ]/g, '\\$&')}(?![0-9A-Za-z_-])`);

/** Every place of `evidence` (name → what stood there) in which a part of the card is found. */
export function findLeaks(card: Card, evidence: ReadonlyMap<string, Buffer | string>): Leak[] {
  const leaks: Leak[] = [];
  const [month = '', year = ''] = card.expiry.split('/').map((s) => s.trim());
  const expiries = [
    `${month}/${year}`,
    `${month} / ${year}`,
    `${month}%2F${year}`,
    `${month}${year}`,
    `20${year}-${month}`,
    `${month}/20${year}`,
    `${month}-${year}`,
  ];
  for (const [where, held] of evidence) {
    const haystack = text(held);
    const lower = haystack.toLowerCase();
    for (const [encoding, form] of forms(card.number)) {
      if (encoding.startsWith('base64') ? haystack.includes(form) : lower.includes(form.toLowerCase()))
        leaks.push({ where, what: 'number', encoding });
    }
    for (const expiry of expiries)
      if (alone(expiry).test(haystack)) leaks.push({ where, what: 'expiry', encoding: expiry });
    if (alone(card.cvc).test(haystack)) leaks.push({ where, what: 'cvc', encoding: 'plain' });
    for (const core of [`"cvc":"${card.cvc}"`, `cvc=${card.cvc}`]) {
      if (base64Cores(core).some((c) => haystack.includes(c)))
        leaks.push({ where, what: 'cvc', encoding: 'base64' });
    }
  }
  return leaks;
}

/**
 * Runs in every document of the merchant's origin before anything else: keeps what arrives by message. A frame of another
 * origin keeps its own; this is the page's side.
 */
export function keepMessages(): void {
  const kept: string[] = [];
  Object.defineProperty(globalThis, '__messages', { value: kept });
  const keep = (event: MessageEvent): void => {
    try {
      kept.push(JSON.stringify(event.data) ?? '');
    } catch {
      kept.push(String(event.data));
    }
  };
  addEventListener('message', keep, true);
  // What comes through a MessagePort never reaches the window.
  const { onmessage } = Object.getOwnPropertyDescriptors(MessagePort.prototype);
  const listen = MessagePort.prototype.addEventListener;
  MessagePort.prototype.addEventListener = function (this: MessagePort, ...args: Parameters<typeof listen>) {
    if (args[0] === 'message') listen.call(this, 'message', keep as EventListener);
    return listen.apply(this, args);
  } as typeof listen;
  if (onmessage?.set) {
    const set = onmessage.set;
    Object.defineProperty(MessagePort.prototype, 'onmessage', {
      ...onmessage,
      set(this: MessagePort, handler: unknown) {
        listen.call(this, 'message', keep as EventListener);
        set.call(this, handler as never);
      },
    });
  }
}

/** Runs in the page: everything its own realm can see. */
export async function collectPage(): Promise<Record<string, string>> {
  const seen: string[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Element) {
      seen.push(...[...node.attributes].map((a) => `${a.name}=${a.value}`));
      if ('value' in node) seen.push(String(node.value));
      if (node.shadowRoot) walk(node.shadowRoot);
    } else if (node.nodeType === Node.TEXT_NODE) seen.push(node.textContent ?? '');
    node.childNodes.forEach(walk);
  };
  walk(document);
  const stores: string[] = [];
  for (const { name = '' } of (await indexedDB.databases?.()) ?? []) stores.push(name);
  for (const name of 'caches' in globalThis ? await caches.keys() : []) stores.push(name);
  return {
    dom: seen.join('\n'),
    url: location.href,
    history: JSON.stringify(history.state),
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    cookies: document.cookie,
    'other storage': stores.join('\n'),
    messages: ((globalThis as { __messages?: string[] }).__messages ?? []).join('\n'),
    title: document.title,
  };
}
