/* global document, requestAnimationFrame */
// Takes a picture of every state in the gallery of the tree it is run in (its working folder). Two looks of each: what a phone shows by
// day in English, and what a desk shows by night in Arabic, from right to left.
//   node take.mjs FOLDER [element/state, or a part of such names]
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';
import { launch } from '../browsers.mjs';

const HEIGHT = 1600;
const LOOKS = {
  'phone-light-en': { width: 375, colorScheme: 'light', choice: { theme: 'light', lang: 'en', dir: 'ltr' } },
  'desk-dark-ar': { width: 1440, colorScheme: 'dark', choice: { theme: 'dark', lang: 'ar', dir: 'rtl' } },
};

/** Everything that can still come has come: pictures, fonts, and a frame to paint them. */
const settled = async () => {
  const all = (root) =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? all(each.shadowRoot) : []),
    ]);
  for (const image of all(document).filter(({ localName }) => localName === 'img')) {
    image.loading = 'eager';
    await image.decode().catch(() => {}); // one that can't be had looks like that
  }
  await document.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
};

/** The gallery of this tree. Always on the same port, which the page tells. */
async function startGallery(port) {
  const { createSite } = await import(pathToFileURL(resolve('build/demo/site.js')).href);
  const fetch = createSite({
    ...{ gateways: [], publicUrl: `http://localhost:${port}`, trustProxy: false },
    store: () => Promise.resolve(new Response('', { status: 404 })),
  });
  const server = serve({ fetch, port, hostname: '127.0.0.1' });
  await once(server, 'listening');
  return server;
}

/** As it is when nothing comes any more: two pictures in a row are the same. */
async function pictureOf(page) {
  for (const frame of page.frames()) await frame.waitForLoadState();
  // What lies below the window's edge a frame of another process does not paint.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...page.viewportSize(), height: Math.max(HEIGHT, height) });
  for (let tries = 0, before; tries < 20; tries += 1) {
    for (const frame of page.frames()) await frame.evaluate(settled);
    const picture = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
    if (before?.equals(picture)) return picture;
    before = picture;
  }
  throw new Error('it never looks twice the same');
}

async function take(folder, word = '') {
  mkdirSync(folder, { recursive: true });
  const port = Number(process.env.PORT ?? 4299);
  const server = await startGallery(port);
  const browser = await launch('chromium');
  let taken = 0;
  try {
    for (const [look, { width, colorScheme, choice }] of Object.entries(LOOKS)) {
      const context = await browser.newContext({
        ...{ viewport: { width, height: HEIGHT }, colorScheme, reducedMotion: 'reduce', timezoneId: 'UTC' },
      });
      const page = await context.newPage();
      // What is told as "two days ago" must not change from day to day.
      await page.clock.setFixedTime(new Date('2026-11-23T12:00:00Z'));
      await page.goto(`http://localhost:${port}/gallery?bare`);
      await page.waitForFunction(() => typeof globalThis.gallery === 'object');
      const states = await page.evaluate(() => globalThis.gallery.states);
      for (const state of states.filter((id) => (word.includes('/') ? id === word : id.includes(word)))) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.evaluate(([id, how]) => globalThis.gallery.show(id, how), [state, choice]);
        const told = `${state.replace('/', '.')}@${look}`;
        const picture = await pictureOf(page).catch((cause) => {
          throw new Error(`${told}: ${cause.message}`, { cause });
        });
        writeFileSync(join(folder, `${told}.png`), picture);
        taken += 1;
      }
      await context.close();
    }
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
  if (!taken) throw new Error(`no state is called "${word}", or has that in its name`);
  return taken;
}

const [out, only] = process.argv.slice(2);
console.log(`${await take(out, only)} pictures in ${out}`);
