import { accessSync, constants } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  // Letters in shades of grey alone: pictures of half the size.
  '--disable-lcd-text',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why a test that needs a browser is skipped; for its name. */
export const NO_BROWSER = "no Chromium found: install Debian's chromium or set CHROMIUM_PATH";

/** Finds the Chromium of `CHROMIUM_PATH`, else the one of the system; undefined when there is none. */
export function findBrowser(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  return (CHROMIUM_PATH ? [CHROMIUM_PATH] : PLACES).find(isProgram);
}

/** A page in a browser of its own. `errors`: what the page threw or wrote to the console as an error. Closing it closes the browser. */
export type OpenPage = AsyncDisposable & { readonly page: Page; readonly errors: readonly string[] };

export type PageOptions = { readonly width?: number; readonly height?: number; readonly colorScheme?: 'light' | 'dark' };

/** Opens the address in a browser of its own. @throws when there is no browser, or nothing answers at the address */
export async function openPage(url: string, { width = 1200, height = 800, colorScheme = 'light' }: PageOptions = {}): Promise<OpenPage> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => (message.type() === 'error' ? errors.push(message.text()) : undefined));
    await page.goto(url);
    return { page, errors, [Symbol.asyncDispose]: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** A browser without a page; whoever launches it closes it. @throws when there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  return chromium.launch({ executablePath, args: ARGS });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
