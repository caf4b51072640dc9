/** Writes response headers as the servers and hosts that merchants use want them. */

type Headers = Readonly<Record<string, string>>;

/** `path`: which pages; hosts that set headers by path take it. */
type Write = (headers: Headers, path: string) => string;

/** `content-security-policy` → `Content-Security-Policy`, as people know it. */
const nameOf = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

const each = (headers: Headers, line: (name: string, value: string) => string): string =>
  Object.entries(headers)
    .map(([name, value]) => line(nameOf(name), value))
    .join('\n');

const quote = (value: string): string => `"${value.replaceAll('"', '\\"')}"`;

/** Netlify and Cloudflare Pages read the same file. */
const headersFile: Write = (headers, path) =>
  `${path}\n${each(headers, (name, value) => `  ${name}: ${value}`)}`;

export const FORMATS = {
  headers: (headers) => each(headers, (name, value) => `${name}: ${value}`),
  nginx: (headers) => each(headers, (name, value) => `add_header ${name} ${quote(value)} always;`),
  apache: (headers) => each(headers, (name, value) => `Header always set ${name} ${quote(value)}`),
  caddy: (headers) => `header {\n${each(headers, (name, value) => `\t${name} ${quote(value)}`)}\n}`,
  netlify: headersFile,
  cloudflare: headersFile,
  vercel(headers, path) {
    const list = Object.entries(headers).map(([name, value]) => ({ key: nameOf(name), value }));
    return JSON.stringify({ headers: [{ source: path.replace('*', '(.*)'), headers: list }] }, null, 2);
  },
  json: (headers) => JSON.stringify(headers, null, 2),
  meta(headers) {
    const policy = (headers['content-security-policy'] ?? '')
      .split('; ')
      .filter((part) => !/^(frame-ancestors|report-uri|report-to|sandbox)\b/.test(part))
      .join('; ');
    return `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  },
} satisfies Record<string, Write>;

export type HeaderFormat = keyof typeof FORMATS;
