import type { FrameLocator } from 'playwright-core';

/**
 * Presses a button whose effect may take its frame away. It is found first, so that no other frame's button is pressed instead;
 * the press itself is not awaited, because of a frame that is gone the driver never answers.
 */
export async function press(frame: FrameLocator, button: string): Promise<void> {
  const found = await frame.getByRole('button', { name: button }).elementHandle();
  const browser = (await found?.ownerFrame())?.page().context().browser()?.browserType().name();
  // Firefox's driver sends no clicks to frames.
  void (browser === 'chromium' ? found?.click() : found?.dispatchEvent('click'))?.catch(() => undefined);
}
