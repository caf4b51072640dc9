/** A merchant's webhook on loopback: keeps what it got, answers as it is told, and counts connections. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { OrderMessage } from '../../src/server/index.js';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly message: OrderMessage;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  connections(): number;
  /** How to answer; the n-th request is 1. Default: 204. */
  answer: (n: number, response: ServerResponse) => void;
  /** Resolves when that many requests have come. */
  got(count: number): Promise<void>;
}

export async function startReceiver(t: TestContext): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const waiting: { count: number; go: () => void }[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      receiver.received.push({ headers: request.headers, text, message: JSON.parse(text) as OrderMessage });
      receiver.answer(receiver.received.length, response);
      for (const { count, go } of waiting) if (receiver.received.length >= count) go();
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received: [],
    connections: () => connections,
    answer: (_, response) => void response.writeHead(204).end(),
    got: (count) =>
      new Promise((go) => {
        if (receiver.received.length >= count) go();
        else waiting.push({ count, go });
      }),
  };
  return receiver;
}
