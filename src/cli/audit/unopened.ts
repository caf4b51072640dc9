/** Why a browser opened no page, in words. Browsers say a code, or nothing, so the server's certificate is looked at once more. */
import { checkServerIdentity, connect as tlsConnect, type PeerCertificate, type TLSSocket } from 'node:tls';

/** Chromium's codes, where it has one that says something. */
const REASONS: readonly (readonly [code: RegExp, reason: string])[] = [
  [/ERR_CERT_REVOKED/, 'its certificate was revoked'],
  [/ERR_CERT_WEAK/, 'its certificate has a key or a signature that is too weak'],
  [/ERR_CERT_/, 'browsers do not accept its certificate'],
  [/ERR_NAME_NOT_RESOLVED/, 'there is no such host'],
  [/ERR_CONNECTION_REFUSED/, 'nothing answers at this address and port'],
  [/ERR_TIMED_OUT|Timeout \d+ms/, 'it did not answer in time'],
];

/** `connect`: as `tls.connect`, to the host and port of the page. */
export async function reasonOf(
  cause: unknown,
  url: URL,
  connect: (host: string, port: number) => TLSSocket = toServer,
): Promise<string> {
  const [line = ''] = cause instanceof Error ? cause.message.split('\n') : [];
  const seen = url.protocol === 'https:' ? await problemsAt(url, connect) : [];
  if (seen.length) return `${seen.join('; ')}.`;
  const code = /\bERR_[A-Z_]+/.exec(line)?.[0];
  const reason = REASONS.find(([pattern]) => pattern.test(line))?.[1];
  return reason ? `${reason}${code ? ` (${code})` : ''}.` : line;
}

const toServer = (host: string, port: number): TLSSocket =>
  // Not trusted, only looked at: nothing is sent, and what is wrong with it is what is asked for.
  tlsConnect({ host, port, servername: host, rejectUnauthorized: false });

/** What is wrong with the server's certificate, all of it; nothing where none can be had. */
function problemsAt(
  { hostname, port }: URL,
  connect: (host: string, port: number) => TLSSocket,
): Promise<string[]> {
  return new Promise((resolve) => {
    const socket = connect(hostname, Number(port) || 443);
    const end = (problems: string[]): void => {
      resolve(problems);
      socket.destroy();
    };
    socket.setTimeout(10_000, () => end([]));
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) =>
      end(code.startsWith('ERR_SSL_') ? NO_TLS : (WORDS[code] ?? [])),
    );
    socket.once('secureConnect', () =>
      end(problemsOf(socket.getPeerCertificate(), hostname, String(socket.authorizationError), Date.now())),
    );
  });
}

const NO_TLS = [
  'no encrypted connection came about: the server speaks no TLS there, or only versions that browsers gave up',
];
const WORDS: Readonly<Record<string, string[]>> = {
  ENOTFOUND: ['there is no such host'],
  ECONNREFUSED: ['nothing answers at this address and port'],
  EPROTO: NO_TLS,
};

function problemsOf(certificate: PeerCertificate, host: string, trust: string, now: number): string[] {
  const { valid_from, valid_to, subjectaltname = '' } = certificate;
  const day = (date: string): string => new Date(date).toISOString().slice(0, 10);
  const names = subjectaltname.replaceAll('DNS:', '').slice(0, 200) || 'no host';
  return [
    ...(Date.parse(valid_to) < now ? [`its certificate expired on ${day(valid_to)}`] : []),
    ...(Date.parse(valid_from) > now ? [`its certificate is not valid before ${day(valid_from)}`] : []),
    ...(checkServerIdentity(host, certificate) ? [`its certificate is for ${names}, not for ${host}`] : []),
    ...(/SELF_SIGNED|UNABLE_TO|UNTRUSTED/.test(trust)
      ? [
          'its certificate was signed by nobody whom browsers trust, or the server leaves out the certificates in between',
        ]
      : []),
  ];
}
