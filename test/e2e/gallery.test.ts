/**
 * Every element in every state, looked at by a machine: axe, room, targets, focus, forced colours, motion, what moves while it loads.
 * One page, which shows one state after the other. No picture is compared with a stored one: fonts differ between machines, so a page
 * is compared with itself, mirrored here, and under foreign sheets in gallery-hosts.test.ts. What that can't see: a
 * change that is the same in both, such as a colour or a gap that somebody has chosen badly. `npm run shots` shows those: it takes
 * pictures of what was before and of what is, on the same machine.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browsersToTest, launch } from '#browsers';
import type { Choice, Gallery } from '../../demo/gallery/gallery.js';
import { startGallery, LOOKS, type GallerySite, type Look } from '../support/gallery.js';

declare const gallery: Gallery;
declare const look: () => Promise<Look>;
declare const boxes: () => string[];
declare const axe: {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }>;
};

const ELEMENTS = [
  'store-cart/full',
  'store-product/ready',
  'store-checkout/gateways',
  'store-order/paid',
  'store-cart-button/three',
];

const LEFT_TO_RIGHT = ['en', 'es', 'fr', 'de', 'it', 'pt-BR', 'nl', 'pl', 'ja', 'zh-Hans'];
const CHARACTERS = ['editorial', 'rounded', 'mono'].flatMap(
  (theme) =>
    [
      [theme, 'light'],
      [theme, 'dark'],
    ] as const,
);

const PARTS: readonly (readonly [string, RegExp])[] = [
  ['what is for sale, and the cart', /^store-(product|catalog|add|cart)/],
  ['checkout and order', /^store-(checkout|express|secure|order)/],
  ['what the merchant has', /^store-(theme|label|evidence|reports)/],
];

/** That one shows colours that can't be read, on purpose. */
const readable = (ids: readonly string[]): readonly string[] =>
  ids.filter((id) => id !== 'store-theme-editor/too-close');

/**
 * What an element may move (CLS) on a page where something stands right below it, two kinds of answers late; up to 0.1 is good.
 * 0 where the room is known beforehand. What a receipt or a form needs is not: how long the titles are, what the gateway says.
 */
const MAY_MOVE: Readonly<Record<string, number>> = {
  // Its room is given back when there is nothing to fill it.
  'store-catalog/none-yet': 0.04,
  'store-catalog/': 0,
  'store-add-to-cart/': 0.002,
  'store-cart-button/': 0.002,
  // Why a line can't be had stands in it.
  'store-cart/problems': 0.1,
  'store-cart/': 0.02,
  'store-product/': 0.05,
  'store-checkout/': 0.04,
  'store-express-checkout/': 0.01,
  'store-secure-message/': 0.015,
  'store-order/': 0.03,
};

for (const name of browsersToTest()) {
  // WebKit's driver runs no script in a page of another's making as quickly; it sees these elements in webkit.test.ts.
  if (name === 'webkit') continue;

  describe(`the gallery in ${name}`, () => {
    let browser: Browser;
    let site: GallerySite;
    let page: Page;
    let complaints: string[] = [];

    async function open(options: BrowserContextOptions): Promise<void> {
      await page?.context().close();
      const context = await browser.newContext(options);
      page = await context.newPage();
      complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(site.url);
      await page.waitForFunction(() => typeof gallery === 'object');
      await page.evaluate(LOOKS);
    }
    let known: readonly string[] = [];
    const ids = async (): Promise<readonly string[]> => {
      if (!known.length) {
        await open({});
        known = await page.evaluate(() => gallery.states);
      }
      return known;
    };
    const show = (id: string, choice: Choice = {}): Promise<void> =>
      page.evaluate(([state, how]) => gallery.show(state, how), [id, choice] as const);
    const seen = (): Promise<Look> => page.evaluate(() => look());

    before(async () => {
      browser = await launch(name);
      site = await startGallery();
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    /** The faults that axe finds in the state that shows. */
    const faults = (): Promise<string[]> =>
      page.evaluate(async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await axe.run(
          { include: ['main'] },
          // The gallery's page has no landmarks or headings of a shop's page; the card form is the gateway's.
          {
            runOnly: tags,
            iframes: false,
            rules: { region: { enabled: false }, 'heading-order': { enabled: false } },
          },
        );
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
        );
      });

    interface Worn {
      readonly id: string;
      readonly theme: string;
      readonly lang: string;
      readonly scheme: 'light' | 'dark';
    }

    async function inspect(all: readonly Worn[]): Promise<void> {
      await open({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' });
      const found: string[] = [];
      await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
      let now = '';
      for (const { id, theme, lang, scheme } of all) {
        if (scheme !== now) await page.emulateMedia({ colorScheme: scheme });
        now = scheme;
        await show(id, { theme, lang });
        for (const fault of await faults()) found.push(`${id} in ${theme} (${scheme}, ${lang}): ${fault}`);
      }
      assert.deepEqual([...found, ...complaints], []);
    }

    if (name !== 'chromium') {
      it('has no accessibility fault that axe knows, in a sample of states', () =>
        inspect(ELEMENTS.map((id) => ({ id, theme: 'light', lang: 'en', scheme: 'light' }))));
      return;
    }

    // Not the full product of states, themes, languages and directions: each state from left to right by day, from right to left
    // by night, and in one theme with character; each element in all of those; the twelve languages by turns.
    it('has no accessibility fault that axe knows, in any state, by day and from left to right', async () => {
      await inspect(
        readable(await ids()).map((id, at) => ({
          ...{ id, theme: 'light', scheme: 'light', lang: LEFT_TO_RIGHT[at % LEFT_TO_RIGHT.length] ?? 'en' },
        })),
      );
    });
    it('nor in any state by night and from right to left', async () => {
      await inspect(
        readable(await ids()).map((id, at) => ({
          ...{ id, theme: 'dark', scheme: 'dark', lang: at % 2 ? 'he' : 'ar' },
        })),
      );
    });
    it('nor in any state in one of the themes with character, nor any element in all of them', async () => {
      const all = readable(await ids());
      const elements = [...new Set(all.map((id) => id.split('/')[0] ?? ''))];
      const worn = elements.flatMap((element) => {
        const own = all.filter((id) => id.startsWith(`${element}/`));
        return Array.from({ length: Math.max(own.length, CHARACTERS.length) }, (_, at): Worn => {
          const [theme, scheme] = CHARACTERS[at % CHARACTERS.length] ?? ['', 'light'];
          return { id: own[at % own.length] ?? '', theme, scheme, lang: LEFT_TO_RIGHT[at % 7] ?? 'en' };
        });
      });
      await inspect(worn.sort((a, b) => (a.theme + a.scheme).localeCompare(b.theme + b.scheme)));
    });

    /** As WCAG 1.4.12 spaces it. */
    const space = (on: boolean): Promise<void> =>
      page.evaluate((wanted) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }',
        );
        document.adoptedStyleSheets = wanted ? [sheet] : [];
      }, on);

    for (const [part, only] of PARTS)
      it(`cuts nothing and reaches out of no page with texts 40 % longer, from 320 px on; targets have 24 px, focus a ring, nothing moves (${part})`, async () => {
        const found: string[] = [];
        const say = (where: string, faulty: Partial<Look>): void => {
          for (const [fault, all] of Object.entries(faulty))
            if (all !== 0 && !(Array.isArray(all) && all.length === 0))
              found.push(`${where}: ${fault}: ${String(all)}`);
        };
        await open({ viewport: { width: 320, height: 800 }, reducedMotion: 'reduce' });
        for (const id of (await ids()).filter((each) => only.test(each))) {
          await page.setViewportSize({ width: 320, height: 800 });
          await show(id, { lang: 'en-XA' });
          say(id, await seen());
          // Twelve digits in such letters are wider than a phone.
          if (!id.endsWith('hostile')) {
            await space(true);
            const { wider, cut } = await seen();
            say(`${id}, spaced`, { wider, cut });
            await space(false);
          }
          for (const width of [375, 768, 1440]) {
            await page.setViewportSize({ width, height: 800 });
            const wide = await seen();
            say(`${id} at ${width}`, { wider: wide.wider, cut: wide.cut });
          }
        }
        assert.deepEqual([...found, ...complaints], []);
        assert.equal(
          await page.evaluate(() => 'broken' in gallery),
          false,
          'a text of a shop has run as code',
        );
      });

    it('keeps an edge around every field and button in forced colours, and a ring', async () => {
      await open({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce', forcedColors: 'active' });
      const found: string[] = [];
      for (const id of await ids()) {
        await show(id);
        const { edgeless, ringless } = await seen();
        if (edgeless.length || ringless.length) found.push(`${id}: ${[...edgeless, ...ringless].join(', ')}`);
      }
      assert.deepEqual(found, []);
    });

    it('moves little or nothing of the page while it loads', async () => {
      await open({});
      const loading = await page.evaluate(() => gallery.loading);
      const found: string[] = [];
      // On a phone in a language that is still to be loaded, and on a desk in the one that is there: the first state of an element
      // from its first line of code on, the others by turns.
      const work = async (width: number, lang: string, turn: number): Promise<void> => {
        const loaded = await browser.newPage({ viewport: { width, height: 900 } });
        let element: string | undefined;
        for (const [at, id] of loading.entries()) {
          const first = id.split('/')[0] !== element;
          element = id.split('/')[0];
          if (!first && at % 2 !== turn) continue;
          if (first) await loaded.goto(`${site.url}&upgrade`);
          if (first) await loaded.waitForFunction(() => typeof gallery === 'object');
          const shifts = await loaded.evaluate(([state, how]) => gallery.upgrade(state, how), [
            id,
            { lang, theme: 'light' },
          ] as const);
          const moved = shifts.reduce((sum, { value }) => sum + value, 0);
          const may = Object.entries(MAY_MOVE).find(([each]) => id.startsWith(each))?.[1] ?? 0;
          if (moved > may)
            found.push(`${id} at ${width}, ${lang}: ${moved} > ${may}\n${JSON.stringify(shifts, null, 2)}`);
        }
        await loaded.close();
      };
      // They mostly wait.
      await Promise.all([work(375, 'de', 0), work(1000, 'en', 1)]);
      assert.deepEqual(found, []);
    });

    /** The boxes, once they are the same twice: prices and pictures may still be on their way. */
    const settled = (): Promise<string[]> =>
      page.evaluate(async () => {
        for (let last = ''; ;) {
          const now = boxes();
          if (now.join() === last) return now;
          last = now.join();
          for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      });

    it('stands as it stood, in a mirror, when the page is written from right to left', async () => {
      const mirrored = (await ids()).filter((id) => !id.endsWith('hostile'));
      await open({ viewport: { width: 700, height: 900 }, reducedMotion: 'reduce' });
      for (const id of mirrored) {
        await show(id, { dir: 'ltr' });
        const there = await settled();
        await show(id, { dir: 'rtl' });
        assert.deepEqual(await settled(), there, id);
      }
    });

    it('leaves the full stop of what the shop wrote at its end, whichever way the page is written', async () => {
      await open({ viewport: { width: 1440, height: 900 } });
      await show('store-checkout/everything', { dir: 'rtl', lang: 'ar' });
      const [text, first, last] = await page.evaluate(() => {
        const label = document
          .querySelector('store-checkout')
          ?.shadowRoot?.querySelector('.consent .tick span');
        const texts = document.createTreeWalker(label ?? document, NodeFilter.SHOW_TEXT);
        const nodes: Text[] = [];
        while (texts.nextNode()) nodes.push(texts.currentNode as Text);
        const written = nodes.filter(({ data }) => data.trim());
        const left = (node: Text | undefined, at: number): number => {
          const range = document.createRange();
          if (node) range.setStart(node, at);
          if (node) range.setEnd(node, at + 1);
          return range.getBoundingClientRect().left;
        };
        const end = written.at(-1);
        return [
          label?.textContent.trim() ?? '',
          left(written[0], 0),
          left(end, (end?.data.trimEnd().length ?? 1) - 1),
        ] as const;
      });
      assert.match(text, /^I have read .*\.$/);
      assert.ok(last > first, `the full stop at ${last}, the first letter at ${first}`);
    });

    it('prints a receipt in black on white, without buttons', async () => {
      await open({ viewport: { width: 700, height: 900 }, reducedMotion: 'reduce' });
      await show('store-order/declined', { theme: 'dark' });
      await page.emulateMedia({ media: 'print' });
      const told = await page.evaluate(() => {
        const root = document.querySelector('store-order')?.shadowRoot;
        const total = root?.querySelector('[part~=total]');
        const button = root?.querySelector('.button');
        return {
          total: total?.checkVisibility(),
          color: total && getComputedStyle(total).color,
          button: button?.checkVisibility(),
        };
      });
      assert.deepEqual(told, { total: true, color: 'rgb(0, 0, 0)', button: false });
    });
  });
}
