/** What a visit saw of a page: plain data, sorted, so that two visits of the same page are the same text. */

export interface PageSeen {
  /** The address as it was asked for. */
  readonly url: string;
  /** Where the visit ended, after redirects. */
  readonly finalUrl: string;
  readonly browser: string;
  /** `TLS 1.3`, where the browser tells. */
  readonly tls: string | undefined;
  /** What the same address without TLS answers: `308 to https://shop.example/`, `not asked: this machine`. */
  readonly plainHttp: string;
  /** Security-relevant headers of the document by name in lower case; nonces are replaced, cookies stand without values. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metaPolicies: readonly string[];
  readonly scripts: readonly ScriptSeen[];
  /** Addresses of the frames without queries; of a gateway's frames the origin alone. */
  readonly frames: readonly string[];
  /** `name="cardnumber" in https://shop.example/checkout` */
  readonly cardFields: readonly string[];
  /** Addresses that the page names or asks over plain HTTP. */
  readonly insecure: readonly string[];
  /** `script https://js.stripe.com`, of the page itself and the frames it can read. */
  readonly hosts: readonly string[];
  /** The same of other origins' frames; theirs to change, so it is told and not compared. */
  readonly frameHosts: readonly string[];
  /** `script-src-elem https://evil.example/x.js` */
  readonly violations: readonly string[];
}

export interface ScriptSeen {
  /** An address; `inline sha256-…`, `blob sha256-…` or `handler sha256-…` for a script that has none. */
  readonly script: string;
  readonly kind: ScriptKind;
  /** Of its address; the page's own for one without. */
  readonly origin: string;
  /** `first`: from the page's own origin. */
  readonly party: 'first' | 'third';
  /** `sha256-` and base64, of the bytes as the browser had them; undefined if it gave none. */
  readonly hash: string | undefined;
  /** The same with SHA-384, for comparing with published integrity values. */
  readonly sha384: string | undefined;
  /** The `integrity` attribute. */
  readonly integrity: string | undefined;
  /** What put it there, as far as the browser tells: `the page`, or another script's address. */
  readonly loader: string | undefined;
}

export type ScriptKind =
  | 'classic'
  | 'module'
  | 'import map'
  | 'inline'
  | 'inline module'
  | 'inline handler'
  | 'blob'
  | 'loaded by a script'
  | 'worker'
  | 'service worker';
