/** A merchant's server as a gateway sees it: takes callbacks, keeps them as they came, answers as the test says. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Merchant {
  readonly url: string;
  readonly taken: readonly { readonly header: string; readonly body: Buffer }[];
  /** Status codes for the next callbacks; 200 when there is none left. */
  readonly answers: number[];
  /** Resolves when that many callbacks have come in all. */
  heard(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startMerchant(): Promise<Merchant> {
  const taken: { header: string; body: Buffer }[] = [];
  const answers: number[] = [];
  let wake = (): void => undefined;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ header: String(request.headers['sandbox-signature']), body: Buffer.concat(chunks) });
      response.statusCode = answers.shift() ?? 200;
      response.end();
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    taken,
    answers,
    async heard(count) {
      while (taken.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
