/**
 * One HTTP POST to a webhook. By Node's own client, because `fetch` cannot be told which addresses not to connect to. It
 * follows no redirect, reads next to nothing of the answer, and ends in time whatever the other side does.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { lookup as systemLookup } from 'node:dns';
import { AddressRefused, checkHost, guardedLookup } from '../public-address.js';
import type { WebhookTarget } from './targets.js';

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Bytes of an answer; only its status matters. */
const ANSWER_LIMIT = 16_384;

/** Answers with the status, or rejects with an Error whose message is one of `timeout`, `address_refused`, `unreachable`. */
export function post(
  target: Pick<WebhookTarget, 'url' | 'timeout' | 'private'>,
  headers: Readonly<Record<string, string>>,
  body: string,
  lookup?: typeof systemLookup,
): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      const why = signal.aborted
        ? 'timeout'
        : error instanceof AddressRefused
          ? 'address_refused'
          : 'unreachable';
      reject(new Error(why, { cause: error }));
    };
    const signal = AbortSignal.timeout(target.timeout);
    try {
      if (!target.private) checkHost(target.url.hostname);
      const send = target.url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(target.url, {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        // A connection of its own: a kept one could have been made without the guard.
        agent: false,
        signal,
        ...(!target.private && { lookup: guardedLookup(lookup) }),
      });
      request.once('error', fail);
      request.once('response', (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        // The status is known and counts, however the rest of the answer ends.
        const done = (): void => resolve({ status, retryAfter: answered['retry-after'] });
        request.off('error', fail).on('error', done);
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > ANSWER_LIMIT) response.destroy();
        });
        response.once('error', done);
        response.once('close', done);
      });
      request.end(body);
    } catch (error) {
      fail(error);
    }
  });
}
