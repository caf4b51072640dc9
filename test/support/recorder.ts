/** A TCP proxy that keeps every byte that passes: what the shop's origin was really sent, in any engine. */
import net from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Recorder {
  readonly port: number;
  /** Everything browsers sent, one entry per connection, as it was on the wire. */
  received(): Buffer[];
  close(): Promise<void>;
}

/** Listens on `localhost` and passes on to `target()`, asked per connection. */
export async function startRecorder(target: () => number): Promise<Recorder> {
  const sent: Buffer[][] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((browser) => {
    const chunks: Buffer[] = [];
    sent.push(chunks);
    const shop = net.connect(target(), '127.0.0.1');
    for (const socket of [browser, shop]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // A connection that breaks is for the test to see at the page, not here.
      socket.on('error', () => {
        browser.destroy();
        shop.destroy();
      });
    }
    browser.on('data', (data) => chunks.push(data));
    browser.pipe(shop);
    shop.pipe(browser);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => sent.map((chunks) => Buffer.concat(chunks)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
