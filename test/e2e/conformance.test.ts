/** The browser half of the contract, kept by the sandbox with its real script and frames: the shipped modules in a real page. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { normalize, sep } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { browserConformanceOf, BrowserCheck } from '../../src/conformance/browser.js';
import { createSandboxGateway, type SandboxGateway } from '../../src/gateways/sandbox/index.js';

const KEYS = {
  secretKey: 'sandbox_sk_conform_1',
  publishableKey: 'sandbox_pk_conform_1',
  webhookSecret: 'sandbox_whsec_conform_1',
};
const CARD = { number: '4242424242424242', expiry: '1138', cvc: '737' };
/** As the kit names them; a test for each must exist before a browser runs. */
const CHECKS = 10;

/** What the kit says to the adapters of `wrongAdapters`, one for each check. */
const COMPLAINTS = [
  /methods\(\) is empty/, /no StoreError/, /outside of the mount/, /an empty form is valid/, /holds what was typed/, /not filled in|another frame/,
  /says "unknown"/, /"declined", which nobody can know/, /mount is not empty/, /still there|no StoreError/,
]; // prettier-ignore

interface Kit {
  checks: readonly BrowserCheck[];
  /** For each check, the same of an adapter that does not keep it. */
  wrong: readonly (BrowserCheck | undefined)[];
  fillForm(): Promise<void>;
  makeStep(): Promise<Record<string, string>>;
}
declare const window: Window & Kit;

for (const name of browsersToTest({ usually: ['chromium'] })) {
  // What it would tell is told of the same frames in webkit.test.ts.
  if (name === 'webkit') continue;

  describe(`the sandbox’s browser half keeps the contract, in ${name}`, () => {
    let browser: Browser;
    let gateway: SandboxGateway;
    let service: Awaited<ReturnType<SandboxGateway['listen']>>;
    let merchant: http.Server;
    let page: Page;

    before(async () => {
      browser = await launch(name);
      gateway = createSandboxGateway({ ...KEYS, callbackUrl: 'http://127.0.0.1:1/none', retrySchedule: [] });
      service = await gateway.listen({ port: 0 });
      merchant = http.createServer((request, response) => {
        const path = normalize(`dist${new URL(request.url ?? '/', 'http://x').pathname}`);
        if (!path.startsWith(`dist${sep}src${sep}`)) {
          response.writeHead(200, { 'content-type': 'text/html' });
          response.end(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Merchant</title><link rel="icon" href="data:,"><body>',
          );
          return;
        }
        void readFile(path).then(
          (file) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(file),
          () => response.writeHead(404).end(),
        );
      });
      await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
      page = await browser.newPage();
      page.setDefaultTimeout(15_000);
      await page.exposeFunction('fillForm', fillForm);
      await page.exposeFunction('makeStep', makeStep);
      await page.goto(`http://localhost:${(merchant.address() as AddressInfo).port}/`);
      await page.evaluate(
        async ([origin = '', key = '', ...typed]) => {
          // In a record, so that the compiler does not look for them.
          const paths: Record<'kit' | 'adapter', string> = {
            kit: '/src/conformance/browser.js',
            adapter: '/src/gateways/sandbox/browser.js',
          };
          const kit = (await import(paths.kit)) as {
            browserConformanceOf: typeof browserConformanceOf;
          };
          const { default: adapter } = (await import(paths.adapter)) as {
            default: Parameters<typeof browserConformanceOf>[0]['adapter'];
          };
          const values = { publishable_key: key, script_url: `${origin}/v1/sandbox.js` };
          const checksOf = (each: typeof adapter): readonly BrowserCheck[] =>
            kit.browserConformanceOf({
              adapter: each,
              settings: { mode: 'test', frameOrigins: [origin], values },
              fill: () => window.fillForm(),
              step: async () => ({ client: await window.makeStep() }),
              typed,
            });
          window.checks = checksOf(adapter);

          type Loaded = Awaited<ReturnType<typeof adapter.load>>;
          type Form = Awaited<ReturnType<Loaded['mount']>>;
          type Context = Parameters<Loaded['mount']>[1];
          const loadedAs = (change: (right: Loaded) => Partial<Loaded>): typeof adapter => ({
            ...adapter,
            async load(...given) {
              const right = await adapter.load(...given);
              return { ...right, ...change(right) };
            },
          });
          const formAs = (
            change: (right: Form, target: HTMLElement, context: Context) => Partial<Form>,
            sly: (context: Context) => Context = (context) => context,
          ): typeof adapter =>
            loadedAs((loaded) => ({
              async mount(target, context) {
                const right = await loaded.mount(target, sly(context));
                return { ...right, ...change(right, target, context) };
              },
            }));
          const wrongAdapters: (typeof adapter)[] = [
            loadedAs(() => ({ methods: () => Promise.resolve([]) })),
            { ...adapter, load: (settings, ...rest) => settings.frameOrigins[0] === origin ? adapter.load(settings, ...rest) : Promise.reject(new TypeError('no')) },
            formAs(() => {
              const frame = document.createElement('iframe');
              frame.src = origin;
              document.body.append(frame);
              return {};
            }),
            formAs(() => ({ validate: () => Promise.resolve({ valid: true }) })),
            formAs(() => ({}), (context) => ({
              ...context,
              onChange: (state) => context.onChange({ ...state, message: typed[0] ?? '' }),
            })),
            formAs((right, target, context) => ({
              async update() {
                right.destroy();
                const loaded = await adapter.load({ mode: 'test', frameOrigins: [origin], values }, { now: () => 0, wait: () => new Promise(() => undefined) }, context.signal);
                Object.assign(right, await loaded.mount(target, context));
              },
              validate: () => right.validate(),
              destroy: () => right.destroy(),
            })),
            formAs(() => ({ confirm: () => Promise.resolve({ kind: 'unknown' }) })),
            formAs(() => ({ confirm: () => Promise.resolve({ kind: 'declined', code: 'card_declined' }) })),
            formAs(() => ({ destroy: () => undefined })),
            loadedAs((loaded) => ({
              async mount(target, context) {
                const form = await loaded.mount(target, { ...context, signal: new AbortController().signal });
                return { ...form, destroy: () => undefined };
              },
            })),
          ]; // prettier-ignore
          window.wrong = wrongAdapters.map((each, at) => checksOf(each)[at]);
        },
        [service.origin, KEYS.publishableKey, CARD.number, '4242 4242'],
      );
    });
    after(async () => {
      await browser.close();
      await service.close();
      merchant.closeAllConnections();
      await new Promise((resolve) => merchant.close(resolve));
    });

    async function fillForm(): Promise<void> {
      const frame = page.frameLocator('iframe[src$="/v1/frame"]');
      for (const [field, value] of Object.entries(CARD)) await frame.locator(`#${field}`).fill(value);
    }
    let made = 0;
    async function makeStep(): Promise<Record<string, string>> {
      const request = new Request(`${service.origin}/v1/payments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEYS.secretKey}`, 'idempotency-key': `key-${++made}` },
        body: JSON.stringify({ amount: 1230, currency: 'EUR', reference: `pay_${made}` }),
      });
      const { client_secret } = (await (await gateway.fetch(request)).json()) as { client_secret: string };
      return { client_secret };
    }

    for (let index = 0; index < CHECKS; index++)
      it(`check ${index + 1}`, async (test) => {
        const said = await page.evaluate(async (at) => {
          const check = window.checks[at];
          if (!check) return ['no such check', 'no such check'];
          try {
            await check.run();
            return [check.name, ''];
          } catch (error) {
            return [check.name, String(error)];
          }
        }, index);
        test.diagnostic(said[0] ?? '');
        assert.equal(said[1], '', said[0]);
      });

    // The kit itself: an adapter that is wrong in just the way a check is about does not get through it.
    for (let index = 0; index < CHECKS; index++)
      it(`check ${index + 1} catches who does not keep it`, async (test) => {
        const said = await page.evaluate(async (at) => {
          try {
            await window.wrong[at]?.run();
            return 'it got through';
          } catch (error) {
            return String(error);
          }
        }, index);
        test.diagnostic(said);
        assert.match(said, COMPLAINTS[index] ?? /^$/);
      });

    it('are all the checks there are', async () => {
      assert.equal(await page.evaluate(() => window.checks.length), CHECKS);
    });
  });
}
