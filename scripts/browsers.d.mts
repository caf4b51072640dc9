// Types of browsers.mjs for the tests, which import it as '#browsers' (package.json, "imports").
import type { Browser, LaunchOptions } from 'playwright-core';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';
export const cures: Record<BrowserName, string>;
export const chromiumArgs: string[];
export function chromiumPath(): Promise<{ path: string; headless: true | 'shell' }>;
export function firefoxPath(): string | undefined;
export function webkitPaths(): { driver: string; browser: string } | undefined;
export function browsersToTest(which?: { readonly usually?: readonly BrowserName[] }): BrowserName[];
export function launch(name: 'chromium' | 'firefox', options?: LaunchOptions): Promise<Browser>;
export function startWebKit(): Promise<{ port: number; browser: string; stop: () => void }>;
