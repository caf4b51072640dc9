/** Starts and kills store processes (store-main.ts). */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DatabaseKind } from '../../src/server/index.js';

export interface ProcessOptions {
  readonly kind: DatabaseKind;
  /** Path or address of the database. */
  readonly at: string;
  /** Origin of the live gateways. */
  readonly gateways: string;
  /** Loads everything, and waits for `go()` before it touches the database. */
  readonly hold?: boolean;
  /** How far its clock is ahead, in milliseconds. */
  readonly ahead?: number;
  /** Milliseconds between its sweeps and deliveries; without it there are none. */
  readonly every?: number;
}

export type ProcessWord = { readonly ready: true } | { readonly port: number };

export interface StoreProcess {
  /** Resolves when it has loaded everything and waits, or takes requests. */
  readonly ready: Promise<void>;
  /** Lets it begin; resolves with its origin when it takes requests. Rejects if it ends before. */
  go(): Promise<string>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when it is gone, for whatever reason. */
  readonly gone: Promise<void>;
}

/** `program`: another one than the store, beside this file's folder. */
export function startProcess(options: ProcessOptions, program = './store-main.js'): StoreProcess {
  const child: ChildProcess = fork(
    fileURLToPath(new URL(program, import.meta.url)),
    [JSON.stringify(options)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] },
  );
  const gone = once(child, 'exit').then(() => undefined);
  const word = (): Promise<ProcessWord> =>
    Promise.race([
      once(child, 'message').then(([said]) => said as ProcessWord),
      gone.then(() => {
        throw new Error('The store process ended before it took requests.');
      }),
    ]);
  const first = word();
  // It may be killed before it is asked to begin.
  const ready = first.then(() => undefined);
  ready.catch(() => undefined);
  return {
    ready,
    async go() {
      let said = await first;
      if ('ready' in said) {
        const next = word();
        child.send('go');
        said = await next;
      }
      if (!('port' in said)) throw new Error('The store process said something else.');
      return `http://127.0.0.1:${said.port}`;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    gone,
  };
}
