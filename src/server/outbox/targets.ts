/** Who is told: the merchant's webhooks and the merchant's function, checked and in one form. */
import { isLoopback, need } from '../option-checks.js';
import { sha256 } from '../ids.js';
import { MESSAGE_TYPES, type MessageType, type OrderMessage } from './message.js';

/** An address that gets messages by HTTP POST, signed by Standard Webhooks (standardwebhooks.com, specification 1.0.0). */
export interface WebhookEndpoint {
  /** https; http for this machine only. Redirects are not followed. */
  readonly url: string;
  /**
   * `whsec_` and the base64 of 24 to 64 random bytes; the receiver verifies with the same. Of several, each signs: add the
   * new one, change the receiver, take the old one away.
   */
  readonly secret: string | readonly string[];
  /** Which messages. Default: all. */
  readonly types?: readonly MessageType[];
  /** How long it may take to answer, in milliseconds, 1…30 000. Default 15 000. */
  readonly timeout?: number;
  /** Set it for an address inside your own network; without it, none but public ones are connected to. */
  readonly private?: boolean;
}

/**
 * Is told of every message in this process. It has been told when its promise resolves; when it rejects, it is told
 * again later, as webhooks are. The same message can come twice: `message.id` is the same then.
 */
export type OrderHook = (message: OrderMessage, signal: AbortSignal) => Promise<void> | void;

interface TargetBase {
  /** What the database calls it; says nothing about the address, which may hold a secret of the receiver's. */
  readonly id: string;
  readonly wants: (type: MessageType) => boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface WebhookTarget extends TargetBase {
  readonly url: URL;
  readonly secrets: readonly Buffer[];
  readonly private: boolean;
}

export interface HookTarget extends TargetBase {
  readonly hook: OrderHook;
}

export type Target = WebhookTarget | HookTarget;

/** The id of the `onOrder` hook. */
export const HOOK = 'onOrder';

/** @throws TypeError for a webhook that could never work or would not be safe. */
export function targetsOf(webhooks: readonly WebhookEndpoint[] = [], onOrder?: OrderHook): readonly Target[] {
  const targets: Target[] = webhooks.map(webhookTarget);
  need(
    new Set(targets.map(({ id }) => id)).size === targets.length,
    'webhooks',
    'has one address twice: give one of them a query of its own, or join their types.',
  );
  need(onOrder === undefined || typeof onOrder === 'function', 'onOrder', 'must be a function.');
  if (onOrder) targets.push({ id: HOOK, wants: () => true, timeout: 30_000, hook: onOrder });
  return Object.freeze(targets);
}

function webhookTarget({ url: address, secret, types, timeout = 15_000, ...rest }: WebhookEndpoint): Target {
  const url = URL.parse(address);
  need(url, 'webhooks', 'needs addresses such as "https://erp.example/store".');
  need(
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)),
    'webhooks',
    'needs addresses with https:// (http:// is for this machine only).',
  );
  need(url.username === '' && url.password === '', 'webhooks', 'must not hold a user name or password.');
  const secrets = (typeof secret === 'string' ? [secret] : secret).map(keyOf);
  need(secrets.length > 0, 'webhooks', 'needs a secret for every address.');
  need(
    types === undefined || types.every((type) => Object.hasOwn(MESSAGE_TYPES, type)),
    'webhooks',
    `needs types out of ${Object.keys(MESSAGE_TYPES).join(', ')}.`,
  );
  need(
    Number.isInteger(timeout) && timeout >= 1 && timeout <= 30_000,
    'webhooks',
    'needs a timeout of 1…30000 ms.',
  );
  const wanted = types && new Set(types);
  url.hash = '';
  return {
    id: `web_${sha256(url.href).slice(0, 16)}`,
    wants: (type) => wanted?.has(type) ?? true,
    timeout,
    url,
    secrets,
    private: rest.private ?? false,
  };
}

function keyOf(secret: unknown): Buffer {
  const [, text = ''] = typeof secret === 'string' ? (/^whsec_([A-Za-z0-9+/]+=*)$/.exec(secret) ?? []) : [];
  const key = Buffer.from(text, 'base64');
  need(
    key.length >= 24 && key.length <= 64,
    'webhooks',
    'needs secrets of "whsec_" and the base64 of 24 to 64 random bytes.',
  );
  return key;
}
