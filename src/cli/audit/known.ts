/** Scripts that come with a justification: the gateways' own, and ours where the bytes are those of this package. */
import { readFile } from 'node:fs/promises';
import type { ScriptSeen } from './seen.js';

export interface Known {
  readonly owner: string;
  readonly justification: string;
  /** Its maker changes it without notice, so its bytes are not compared. */
  readonly evergreen: boolean;
}

const GATEWAYS: readonly (Known & { readonly at: RegExp })[] = [
  {
    at: /^https:\/\/([a-z0-9-]+\.)?js\.stripe\.com$/,
    owner: 'Stripe',
    justification:
      'Stripe’s own script, from Stripe’s own address, as Stripe asks. It puts Stripe’s card form in a frame of Stripe’s, so that card details are typed there and not into the page. Stripe changes it without notice: it is known by its address, not by its bytes.',
    evergreen: true,
  },
  {
    at: /^https:\/\/(sandbox\.)?web\.squarecdn\.com$/,
    owner: 'Square',
    justification:
      'Square’s own script, from Square’s own address, as Square asks. It puts Square’s card form in a frame of Square’s, so that card details are typed there and not into the page. Square changes it without notice: it is known by its address, not by its bytes.',
    evergreen: true,
  },
];

/** This package's files for a script tag, by their path below its `cdn` folder, with their SHA-384: its `sri.json`. */
export interface Sdk {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

const HOME = new URL('../../../../', import.meta.url);

/** Undefined where the package came without its files' hashes. */
export async function readSdk(home = HOME): Promise<Sdk | undefined> {
  try {
    return JSON.parse(await readFile(new URL('dist/cdn/sri.json', home), 'utf8')) as Sdk;
  } catch {
    return undefined;
  }
}

export interface SdkFile {
  readonly script: string;
  /** `same`: byte for byte this package's; `other`: named like it, but another version or altered. */
  readonly bytes: 'same' | 'other';
}

/** The scripts named like ours. */
export const sdkFiles = (scripts: readonly ScriptSeen[], sdk: Sdk | undefined): SdkFile[] =>
  scripts.flatMap(({ script, sha384 }) => {
    const path = URL.canParse(script) ? new URL(script).pathname : '';
    const name = Object.keys(sdk?.files ?? {}).find((each) => path.endsWith(`/${each}`));
    if (!name && !path.endsWith('/store-elements.js')) return [];
    return [{ script, bytes: name && sha384 === sdk?.files[name] ? 'same' : 'other' }];
  });

/** What can be said for a script without asking the merchant; undefined if nothing. */
export function knownScript(seen: ScriptSeen, sdk: Sdk | undefined): Known | undefined {
  const gateway = isEvergreen(seen.script) && GATEWAYS.find(({ at }) => at.test(seen.origin));
  if (gateway) return gateway;
  if (sdkFiles([seen], sdk)[0]?.bytes !== 'same' || !sdk) return undefined;
  return {
    owner: 'store-elements',
    justification: `Shows the cart and the checkout. Byte for byte a file of store-elements ${sdk.version}; it takes no card details, which are typed into the gateway’s frame.`,
    evergreen: false,
  };
}

/** An address of a gateway whose scripts and frames change without notice. */
export function isEvergreen(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin } = new URL(address);
  return GATEWAYS.some(({ at }) => at.test(origin));
}
