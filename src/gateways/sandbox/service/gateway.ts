/**
 * The sandbox gateway: a small but honest imitation of a card processor, for working offline and in CI. It has an origin of
 * its own, card frames, 3-D Secure, declines, signed and repeated callbacks, and it can be slow, silent and down.
 *
 * It does not imitate: real banks and their pages, wallets, saved cards, fraud checks, partial captures, fees,
 * payouts, rate limits, an account system. It forgets everything when it ends.
 */
import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import type { SandboxDispute, SandboxEvent, SandboxPayment } from '../shapes.js';
import { createApp } from './app.js';
import { createBook } from './book.js';
import { createCallbacks, type CallbackMode, type Delivery } from './callbacks.js';

export interface SandboxGatewayOptions {
  /** `sandbox_sk_…`, for the merchant's server. */
  readonly secretKey: string;
  /** `sandbox_pk_…`, for the merchant's page. */
  readonly publishableKey: string;
  /** Signs the callbacks. */
  readonly webhookSecret: string;
  /** Where callbacks go. */
  readonly callbackUrl: string;
  /** ms before each repetition of a callback that was not taken. Default: 1 s doubling to about 17 minutes in all. */
  readonly retrySchedule?: readonly number[];
  /** ms until a payment that is processing succeeds. Default 3000. */
  readonly processingTime?: number;
  readonly now?: () => Date;
}

export interface SandboxGateway {
  fetch(request: Request): Response | Promise<Response>;
  /** Serves on an own address. `port` 0 takes a free one. Rejects when the port is taken. */
  listen(options: {
    readonly port: number;
    readonly host?: string;
  }): Promise<{ readonly origin: string; close(): Promise<void> }>;
  /** How callbacks are sent from now on. */
  setCallbacks(mode: CallbackMode): void;
  /** Sends what was held back; resolves when each was tried once. */
  releaseCallbacks(options?: { readonly reversed?: boolean }): Promise<void>;
  /** Sends an event again, as gateways do. */
  repeatCallback(event: SandboxEvent): Promise<void>;
  /** Lets payments that are processing succeed now. */
  finishProcessing(): void;
  /** Raises a chargeback of a paid payment (`open`), or decides it. @throws RangeError if there is nothing such. */
  dispute(paymentId: string, status: SandboxDispute['status']): void;
  /** Makes every API call answer 503, or work again. */
  setDown(down: boolean): void;
  readonly payments: readonly SandboxPayment[];
  readonly events: readonly SandboxEvent[];
  readonly deliveries: readonly Delivery[];
  /** Stops sending callbacks. */
  close(): void;
}

const RETRIES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((s) => s * 1000);

/** @throws TypeError if a key has not the form it must have. */
export function createSandboxGateway(options: SandboxGatewayOptions): SandboxGateway {
  requireKeys(options);
  const { now = () => new Date(), processingTime = 3000, retrySchedule = RETRIES } = options;
  const timers = new Set<NodeJS.Timeout>();
  let down = false;
  const callbacks = createCallbacks({
    url: options.callbackUrl,
    secret: options.webhookSecret,
    now,
    schedule: retrySchedule,
  });
  const book = createBook({
    account: `sbx_acct_${options.publishableKey.slice(-8)}`,
    now,
    newId: (prefix) => prefix + randomBytes(16).toString('hex'),
    later(work) {
      timers.add(setTimeout(work, processingTime));
    },
    announce: (event, url) => callbacks.send(event, url),
  });
  const app = createApp({ book, callbacks, secretKey: options.secretKey, isDown: () => down });
  const end = (): void => {
    callbacks.stop();
    timers.forEach(clearTimeout);
  };

  return {
    fetch: (request) => app.fetch(request),
    listen({ port, host = '127.0.0.1' }) {
      return new Promise((resolve, reject) => {
        const server = serve({ fetch: app.fetch, port, hostname: host }, (address) => {
          server.off('error', reject);
          resolve({
            origin: `http://${host}:${address.port}`,
            close: () =>
              new Promise<void>((done) => {
                end();
                server.close(() => done());
                if ('closeAllConnections' in server) server.closeAllConnections();
              }),
          });
        });
        server.once('error', reject);
      });
    },
    setCallbacks: (mode) => callbacks.setMode(mode),
    releaseCallbacks: (order) => callbacks.release(order),
    repeatCallback: (event) => callbacks.repeat(event),
    finishProcessing: () => book.finishProcessing(),
    dispute(paymentId, status) {
      if (!book.dispute(paymentId, status))
        throw new RangeError(`sandbox.dispute(): "${paymentId}" is not paid, or has no dispute to decide.`);
    },
    setDown(wanted) {
      down = wanted;
    },
    get payments() {
      return book.all();
    },
    get events() {
      return callbacks.events;
    },
    get deliveries() {
      return callbacks.deliveries;
    },
    close: end,
  };
}

function requireKeys({ secretKey, publishableKey, webhookSecret }: SandboxGatewayOptions): void {
  if (!secretKey.startsWith('sandbox_sk_'))
    throw new TypeError('createSandboxGateway(): the secret key must start with sandbox_sk_.');
  if (!publishableKey.startsWith('sandbox_pk_'))
    throw new TypeError('createSandboxGateway(): the publishable key must start with sandbox_pk_.');
  if (webhookSecret.length < 16)
    throw new TypeError('createSandboxGateway(): the webhook secret must have at least 16 characters.');
}
