import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { main } from '../../src/cli/main.js';

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const lines: Record<'out' | 'err', string[]> = { out: [], err: [] };
  const io = {
    out: (line: string) => void lines.out.push(line),
    err: (line: string) => void lines.err.push(line),
    cwd: '/',
  };
  const code = await main(args, io);
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

describe('store-elements csp', () => {
  it('prints the headers, and what to know of them apart', async () => {
    const { code, out, err } = await run('csp', '--gateway', 'stripe', '--reports', '/store/reports');
    assert.equal(code, 0);
    assert.match(
      out,
      /^Content-Security-Policy: default-src 'none'; script-src 'report-sha256' 'self' https:\/\/js\.stripe\.com/,
    );
    assert.match(out, /^Permissions-Policy: payment=\(self "https:\/\/js\.stripe\.com"\)$/m);
    assert.match(out, /^Strict-Transport-Security: max-age=31536000$/m);
    assert.doesNotMatch(out, /note/);
    assert.match(err, /^note: .*Cross-Origin-Embedder-Policy/m);
  });

  it('takes everything a page may need', async () => {
    const { code, out } = await run(
      ...['csp', '--gateway', 'stripe,square', '--mode', 'test', '--method', 'google_pay,bank', '--no-link'],
      ...['--three-d-secure', 'strict', '--store', 'https://store.example', '--files', 'https://cdn.example'],
      ...['--image', 'https://img.example', '--image', 'https:', '--ancestor', 'https://portal.example'],
      ...['--trusted-types', 'report', '--format', 'json'],
    );
    assert.equal(code, 0);
    const headers = JSON.parse(out) as Record<string, string>;
    const policy = headers['content-security-policy'] ?? '';
    for (const part of [
      'https://sandbox.web.squarecdn.com',
      'https://pay.google.com',
      'https://cdn.plaid.com',
      'https://store.example',
      'https://cdn.example',
      'https://img.example https:',
      'frame-ancestors https://portal.example',
    ])
      assert.ok(policy.includes(part), part);
    assert.doesNotMatch(policy, /link\.com|(frame-src|form-action)[^;]* https:[; ]/);
    assert.match(headers['content-security-policy-report-only'] ?? '', /require-trusted-types-for/);
  });

  for (const [format, form] of [
    ['nginx', /^add_header Permissions-Policy "payment=\(self \\"https:\/\/js\.stripe\.com\\"\)" always;$/m],
    ['apache', /^Header always set X-Frame-Options "DENY"$/m],
    ['caddy', /^header \{\n\tContent-Security-Policy "default-src 'none';[^"]*"\n[\s\S]*\n\}$/],
    ['netlify', /^\/shop\/\*\n {2}Content-Security-Policy: default-src 'none'/],
    ['cloudflare', /^\/shop\/\*\n {2}Content-Security-Policy: default-src 'none'/],
    ['vercel', /"source": "\/shop\/\(\.\*\)",\n\s*"headers": \[\n\s*\{\n\s*"key": "Content-Security-Policy"/],
    [
      'meta',
      /^<meta http-equiv="Content-Security-Policy" content="(?![^"]*frame-ancestors)[^"]*base-uri 'none'[^"]*">$/,
    ],
  ] as const)
    it(`writes them for ${format}`, async () => {
      const { code, out } = await run('csp', '--gateway', 'stripe', '--format', format, '--path', '/shop/*');
      assert.equal(code, 0);
      assert.match(out, form);
    });

  it('says what was called wrongly, and ends with 2', async () => {
    for (const [args, message] of [
      [['csp'], /--gateway stripe,square/],
      [['csp', '--gateway', 'paypal'], /no gateway "paypal": stripe, square/],
      [['csp', '--gateway', 'redirect=nowhere'], /no gateway/],
      [['csp', '--gateway', 'stripe', '--mode', 'prod'], /live or test/],
      [['csp', '--gateway', 'square', '--method', 'bitcoin'], /no method "bitcoin"/],
      [['csp', '--gateway', 'stripe', '--format', 'iis'], /no format "iis"/],
      [['csp', '--gateway', 'stripe', '--script', '*'], /"\*" can't stand in script-src/],
      [['csp', '--gateway', 'stripe', '--script', "'unsafe-inline'"], /can't stand in script-src/],
      [['csp', '--gateway', 'stripe', '--typo'], /--typo/],
      [['csp', 'stripe'], /stripe/],
      [['cps'], /no command "cps"/],
      [[], /^$/],
    ] as const) {
      const { code, out, err } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, message);
      if (args.length) assert.equal(out, '');
    }
  });

  it('helps', async () => {
    const all = await run('--help');
    assert.deepEqual([all.code, all.err], [0, '']);
    assert.match(all.out, /csp {2}/);
    const { code, out } = await run('csp', '--help');
    assert.equal(code, 0);
    assert.match(out, /--check URL/);
  });

  it('looks at a page: what breaks its checkout, what is weak, and when nothing is wrong (CSP-4)', async (t) => {
    let headers: Record<string, string> = {};
    let html = '<title>Shop</title>';
    let status = 200;
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkout`;
    const look = () => run('csp', '--gateway', 'stripe', '--check', url);
    const bare = await look();
    assert.equal(bare.code, 1);
    assert.match(bare.out, /^weak {4}content-security-policy: /m);
    html = `<META content="script-src 'self'" http-equiv='Content-Security-Policy'>`;
    const meta = await look();
    assert.match(meta.out, /^breaks {2}script-src: stripe needs https:\/\/js\.stripe\.com/);
    assert.match(meta.out, /^note .*meta tag/m);
    html = '';
    headers = JSON.parse((await run('csp', '--gateway', 'stripe', '--format', 'json')).out) as typeof headers;
    const good = await look();
    assert.deepEqual([good.code, good.out], [0, 'Nothing is wrong with the headers of this page.']);
    status = 500;
    const failed = await look();
    assert.deepEqual([failed.code, failed.out], [3, '']);
    assert.match(failed.err, /answered 500/);
    assert.equal((await run('csp', '--gateway', 'stripe', '--check', 'ftp://x')).code, 2);
  });
});
