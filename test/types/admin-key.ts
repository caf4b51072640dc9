/** That keys of different kinds can't take each other's place, proved by the compiler: lines that must not compile. */
import { newAdminKey, type StoreServerOptions } from '../../src/server/index.js';

export const right: StoreServerOptions['adminKeys'] = [newAdminKey()];

// @ts-expect-error: a publishable key opens nothing
export const publishable: StoreServerOptions['adminKeys'] = ['pk_live_0'];

// @ts-expect-error: a gateway's secret is the gateway's
export const secret: StoreServerOptions['adminKeys'] = ['sk_live_0'];

// @ts-expect-error: what comes from an environment must be looked at first
export const anything: StoreServerOptions['adminKeys'] = ['' as string];
