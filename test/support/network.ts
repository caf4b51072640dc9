/** A content network on an origin of its own that serves the script tag's files. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { VERSION } from '../../src/version.js';

export interface Network {
  readonly origin: string;
  /** Each file asked for, in order. */
  readonly asked: string[];
  /** The file in which one byte is changed, and nothing else by it. */
  changed: string | undefined;
  close(): void;
}

/**
 * Below `/v9/` it has another version of the same files, and below `/latest/` it only knows where they are. What stands behind a
 * `?` is all the same to it.
 */
export async function startNetwork(): Promise<Network> {
  const server = http.createServer((request, response) => {
    const [, folder, file = ''] = /^\/(v9\/|latest\/|)([^?]*)/.exec(request.url ?? '') ?? [];
    network.asked.push(file);
    const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
    if (folder === 'latest/') return response.writeHead(302, { ...headers, location: `/${file}` }).end();
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    response.writeHead(200, { ...headers, 'content-type': type });
    const text = readFileSync(`dist/cdn/${file}`, 'utf8');
    if (folder) return response.end(text.replaceAll(VERSION, '9.9.9'));
    // The files end with a line break; a space there is another file that does the same.
    return response.end(file === network.changed ? text.replace(/\n$/, ' ') : text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const network: Network = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    changed: undefined,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return network;
}

/** What `dist/cdn/sri.json` says of each file. */
export const hashes = (
  JSON.parse(readFileSync('dist/cdn/sri.json', 'utf8')) as { files: Record<string, string> }
).files;

/** A page's import map that names the hash of every script, under the network's addresses. */
export const importMap = (origin: string): string => {
  const scripts = Object.entries(hashes).filter(([file]) => file.endsWith('.js'));
  return JSON.stringify({
    integrity: Object.fromEntries(scripts.map(([file, hash]) => [`${origin}/${file}`, hash])),
  });
};
