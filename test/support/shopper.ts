/**
 * What a shopper does, in their own words. Every selector of the end-to-end tests stands here, by role and label as the
 * shopper finds things; texts come from the label tables.
 */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { EN_CART } from '../../src/locale/en-cart.js';
import { EN_CHECKOUT } from '../../src/locale/en-checkout.js';
import { EN_ORDER } from '../../src/locale/en-order.js';
import { EN_PLACES } from '../../src/locale/en-places.js';
import { EN_RECEIPT } from '../../src/locale/en-receipt.js';
import { EN_SHOP } from '../../src/locale/en-shop.js';
import { label } from '../../src/locale/label.js';

const WORDS: Record<string, string> = {
  ...EN_SHOP,
  ...EN_CART,
  ...EN_CHECKOUT,
  ...EN_ORDER,
  ...EN_PLACES,
  ...EN_RECEIPT,
};
export const words = (key: string, values: Record<string, string | number> = {}): string =>
  label(Object.freeze({}), WORDS, key, values);

export interface Card {
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
}

export const ANA = {
  email: 'ana.reyes@example.com',
  fullName: 'Ana Reyes',
  street: '12 Harbour Street',
  city: 'Portland',
  postalCode: '97204',
  region: 'OR',
} as const;

/** What a field of hers is called where she lives. */
export const fieldOfAna = (name: keyof typeof ANA): string =>
  words(
    { ...{ city: 'field.city.city', postalCode: 'field.postalCode.zip', region: 'field.region.state' } }[
      name as string
    ] ?? `field.${name}`,
  );

/** Within a page, or an element of it. */
export async function fillIn(
  where: Pick<Page, 'getByLabel'>,
  details: Readonly<Partial<Record<keyof typeof ANA, string>>>,
): Promise<void> {
  for (const [name, value] of Object.entries(details)) {
    const field = where.getByLabel(fieldOfAna(name as keyof typeof ANA), { exact: true });
    if (name === 'region') await field.selectOption(value);
    else await field.fill(value);
  }
}

export interface Shopper {
  readonly page: Page;
  go(path: string): Promise<void>;
  addToCart(title: string): Promise<void>;
  setQuantity(title: string, quantity: number): Promise<void>;
  fillDetails(details?: Partial<Record<keyof typeof ANA, string>>): Promise<void>;
  readonly cardFrame: FrameLocator;
  typeCard(card: Card): Promise<void>;
  /** In the 3-D Secure dialog. */
  answerChallenge(answer: 'Confirm' | 'Refuse'): Promise<void>;
  /** Of several ways to pay, by the gateway's name. */
  chooseGateway(name: string): Promise<void>;
  readonly payButton: Locator;
  /** `double`: by an impatient double click. */
  pay(how?: 'double'): Promise<void>;
  /** The sandbox's own page. */
  readonly hosted: {
    button(name: string): Locator;
    typeCard(card: Card): Promise<void>;
    /** `andGo: false`: nothing comes of it that could be waited for. */
    press(name: string, options?: { readonly andGo: boolean }): Promise<void>;
  };
  /** The element that tells where the payment stands. */
  readonly status: Locator;
  readonly notice: Locator;
}

export function shopper(page: Page, shop: string): Shopper {
  const cardFrame = page.frameLocator('[data-store-mount=payment]:not([hidden]) iframe');
  page.setDefaultTimeout(15_000);
  // Firefox's driver (BiDi) sends keys and clicks to the page's own frame only; there a field is set, a button told.
  const reachesFrames = page.context().browser()?.browserType().name() === 'chromium';
  const payButton = page.locator('store-checkout button[type=submit]');
  return {
    page,
    async go(path) {
      await page.goto(new URL(path, shop).href);
    },
    async addToCart(title) {
      const count = page.locator('store-cart-button').first();
      // The first, where a server has drawn another.
      const before = await count.locator('.count').first().textContent();
      await page.getByRole('button', { name: `${words('cart.add')}: ${title}`, exact: true }).click();
      await page.waitForFunction(
        (old) =>
          document.querySelector('store-cart-button')?.shadowRoot?.querySelector('.count')?.textContent !==
          old,
        before,
      );
    },
    async setQuantity(title, quantity) {
      const field = page.getByRole('textbox', { name: words('cart.quantity', { title }) });
      // Typed, not set: only what a person types makes the browser say that the field changed.
      await field.press('ControlOrMeta+A');
      await field.pressSequentially(String(quantity));
      await field.press('Tab');
    },
    async fillDetails(details = {}) {
      await fillIn(page, { ...ANA, ...details });
    },
    cardFrame,
    async typeCard({ number, expiry, cvc }) {
      // Typed key by key, as a person does: the frame groups the digits while they come.
      for (const [autocomplete, value] of [
        ['cc-number', number],
        ['cc-exp', expiry],
        ['cc-csc', cvc],
      ] as const) {
        const field = cardFrame.locator(`input[autocomplete="${autocomplete}"]`);
        if (reachesFrames) {
          await field.selectText();
          await field.pressSequentially(value);
        } else await field.fill(value);
      }
    },
    async answerChallenge(answer) {
      const frame = page.locator('dialog iframe');
      const button = page.frameLocator('dialog iframe').getByRole('button', { name: answer });
      // This button and no other: a locator whose frame went would go on to press the button of the next challenge.
      const found = await button.elementHandle();
      // As with Pay: a click into a frame of another process can get lost, and a second one finds the buttons inert.
      for (let tries = 0; tries < 3; tries++) {
        const gone = frame.waitFor({ state: 'detached', timeout: 5000 }).then(
          () => true,
          () => false,
        );
        // Not awaited: the frame the click goes to may be gone before it could say that it had it.
        void (reachesFrames ? found?.click({ timeout: 5000 }) : found?.dispatchEvent('click'))?.catch(
          () => undefined,
        );
        if (await gone) return;
      }
      throw new Error(`the challenge takes no ${answer}`);
    },
    async chooseGateway(name) {
      await page.getByLabel(words(`method.${name}`), { exact: true }).check();
    },
    hosted: {
      button: (name) => page.getByRole('button', { name, exact: true }),
      async typeCard({ number, expiry, cvc }) {
        for (const [label, value] of [
          ['Card number', number],
          ['Expiry date', expiry],
          ['Security code', cvc],
        ] as const)
          await page.getByLabel(label, { exact: true }).fill(value);
      },
      async press(name, { andGo } = { andGo: true }) {
        await page.getByRole('button', { name, exact: true }).click({ noWaitAfter: !andGo });
      },
    },
    payButton,
    async pay(how) {
      const enabled = payButton.and(page.locator('[aria-disabled="false"]'));
      // On a busy machine Chromium can lose a click that follows keys into a frame of another process. A person then
      // clicks again, and so is done here; a click too many changes nothing, which a test of its own shows.
      for (let tries = 0; tries < 3; tries++) {
        const heard = page.evaluate(
          () =>
            new Promise<boolean>((resolve) => {
              document.addEventListener('store-checkout-step', () => resolve(true), { once: true });
              setTimeout(() => resolve(false), 2000);
            }),
        );
        await (how ? enabled.dblclick() : enabled.click());
        // A page that leaves has heard the click.
        const left = page.waitForTimeout(3000).then(() => true);
        if (await Promise.race([heard.catch(() => true), left.catch(() => true)])) return;
      }
      throw new Error('the Pay button does nothing');
    },
    status: page.locator('store-order [part~="notice"]'),
    notice: page.locator('store-checkout [role="alert"] [part~="notice"]'),
  };
}
