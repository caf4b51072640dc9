/** HTTPS on loopback, with a certificate made for the test: ends TLS before a server of ours, as a proxy does. */
import { createHash, X509Certificate } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`: this very key is trusted, whoever signed it. */
  readonly spki: string;
}

/** `days`: how long it is good, from `from` on. Default: for a year from yesterday. */
export async function makeCertificate(
  names: readonly string[],
  { from = new Date(Date.now() - 86_400_000), days = 365 } = {},
): Promise<Certificate> {
  const [first = ''] = names;
  const { private: key, cert } = await generate([{ name: 'commonName', value: first }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: from,
    notAfterDate: new Date(from.getTime() + days * 86_400_000),
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return { key, cert, spki: createHash('sha256').update(spki).digest('base64') };
}

export interface TlsProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** Hands requests on to `port()` over plain HTTP and says so in `X-Forwarded-Proto`, whatever the client wrote there. */
export async function startTlsProxy({ key, cert }: Certificate, port: () => number): Promise<TlsProxy> {
  const server = https.createServer({ key, cert }, (request, response) => {
    const onward = http.request(
      {
        ...{ host: '127.0.0.1', port: port(), method: request.method, path: request.url },
        headers: { ...request.headers, 'x-forwarded-proto': 'https' },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
