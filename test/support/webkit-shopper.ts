/** A shopper in WebKit, and a world and a browser profile of their own for each test. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { startWebKit } from '#browsers';
import { ANA, fieldOfAna, words, type Card } from './shopper.js';
import { startSession, type Driver } from './webdriver.js';
import { startWorld, type World } from './world.js';

export type WebKit = Awaited<ReturnType<typeof startWebKit>>;

export interface WebKitShopper {
  readonly driver: Driver;
  readonly world: World;
  go(path: string): Promise<void>;
  addToCart(title: string, countThen: number): Promise<void>;
  fillDetails(): Promise<void>;
  /** Into the card frame. */
  typeCard(card: Card): Promise<void>;
  inCardForm<T>(work: () => Promise<T>): Promise<T>;
  cardField(autocomplete: string): ReturnType<Driver['find']>;
  pay(): Promise<void>;
  press(css: string, name: string): Promise<void>;
  /** Waits until a notice, of the checkout or of the order, says exactly this. */
  noticeSays(text: string): Promise<void>;
  /** `failed`: leaves a picture of what was seen. */
  leave(test: TestContext, failed: boolean): Promise<void>;
}

export async function webkitShopper(
  webkit: WebKit,
  env: Readonly<Record<string, string>> = {},
): Promise<WebKitShopper> {
  const world = await startWorld({ env });
  const driver = await startSession(webkit.port, {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: webkit.browser, args: ['--automation'] },
  }).catch(async (error: unknown) => {
    // Nobody could end it later, and the shop's process would keep this one from ending.
    await world.close();
    throw error;
  });
  await driver.resize(390, 844);
  const press: WebKitShopper['press'] = async (css, name) => (await driver.find(css, name)).click();
  const inCardForm: WebKitShopper['inCardForm'] = (work) => driver.inFrame('[data-store-mount] iframe', work);
  const cardField: WebKitShopper['cardField'] = (autocomplete) =>
    driver.find(`input[autocomplete="${autocomplete}"]`);
  return {
    driver,
    world,
    press,
    inCardForm,
    cardField,
    go: (path) => driver.go(new URL(path, world.shop).href),
    async addToCart(title, countThen) {
      await press('button', `${words('cart.add')}: ${title}`);
      await driver.find('.count', String(countThen));
    },
    async fillDetails() {
      for (const [name, value] of Object.entries(ANA)) {
        const css = name === 'region' ? 'select' : 'input';
        await (await driver.find(css, fieldOfAna(name as keyof typeof ANA))).type(value);
      }
    },
    typeCard: ({ number, expiry, cvc }) =>
      inCardForm(async () => {
        await (await cardField('cc-number')).type(number);
        await (await cardField('cc-exp')).type(expiry);
        await (await cardField('cc-csc')).type(cvc);
      }),
    pay: async () => (await driver.find('button[type=submit][aria-disabled=false]')).click(),
    async noticeSays(text) {
      await driver.find('[part~="notice"] p', text);
    },
    async leave(test, failed) {
      try {
        if (failed) {
          const file = join(tmpdir(), `webkit-${Date.now()}.png`);
          await writeFile(file, await driver.screenshot());
          test.diagnostic(`what WebKit showed: ${file}`);
        }
        await driver.close();
      } finally {
        await world.close();
      }
    },
  };
}
