/**
 * Whose turn it is to pay: of all tabs that show one cart, one at a time. The browser's own lock ends with its tab, however
 * that ends, so no tab is ever left waiting. Without locks (old browsers) the server's rule of one open attempt still holds.
 */
import type { Env } from '../env.js';

export interface Turn {
  /** Whether it is ours now; then until `release`. */
  take(): Promise<boolean>;
  release(): void;
  /** Tells when another tab begins to pay (`true`) and when it has ended (`false`), until `signal` aborts. */
  watch(tell: (elsewhere: boolean) => void, signal: AbortSignal): void;
}

export function createTurn(env: Env, endpoint: string): Turn {
  const name = `store-elements:paying:${endpoint}`;
  const channel = env.channel(name);
  let end: (() => void) | undefined;
  const isOurs = (): boolean => end !== undefined;
  let look = (): void => undefined;

  return {
    take: () =>
      new Promise((resolve) => {
        if (isOurs()) return resolve(true);
        const hold = (): Promise<void> => {
          resolve(true);
          channel?.post('paying');
          return new Promise((release) => (end = release));
        };
        void env.tryLock(name, hold).then(
          () => {
            resolve(false);
            look();
          },
          // No lock is to be had at all: one tab is then as good as another.
          () => resolve(true),
        );
      }),
    release() {
      end?.();
      end = undefined;
    },
    watch(tell, signal) {
      const follow = async (): Promise<void> => {
        if (isOurs() || !(await env.isLocked(name)) || isOurs()) return;
        tell(true);
        await env.unlocked(name, signal);
        tell(false);
      };
      look = () => void follow().catch(() => undefined);
      channel?.listen(look, signal);
      look();
    },
  };
}
