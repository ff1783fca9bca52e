import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from '../../infra/dev/browser.ts';
import { makePeople } from '../../infra/stack/people.ts';
import { openWorld, type Role } from './e2e.ts';

/** Both widths at which every page is looked at. */
export const WIDTHS = [1280, 390] as const;

/** The built product with people of each role, and one browser. */
export async function openConsoleWorld(name: string, settings: NodeJS.ProcessEnv = {}) {
  const world = await openWorld(name, settings);
  try {
    const { stack, dataDir } = world;
    const people = await makePeople(dataDir, stack.env);
    const browser = await launchBrowser();
    const passwordOf = (role: Role) => people.find((person) => person.role === role)?.password ?? '';
    /** A window of its own, in which nobody is signed in. */
    const openWindow = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ baseURL: stack.apiUrl, viewport: { width: WIDTHS[0], height: 900 }, ...options });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      return { page, context, [Symbol.asyncDispose]: () => context.close() };
    };
    return {
      world,
      passwordOf,
      openWindow,
      /** A window in which a person of the role has just signed in. */
      async openAs(role: Role, options: BrowserContextOptions = {}) {
        const window = await openWindow(options);
        const form = { name: role, password: passwordOf(role), tiep: '' };
        const { ok } = await window.context.request.post('/dang-nhap', { form }).then((answer) => ({ ok: answer.ok() }));
        if (!ok) throw new Error(`${role} could not sign in`);
        return window;
      },
      async [Symbol.asyncDispose]() {
        await browser.close();
        await world[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await world[Symbol.asyncDispose]();
    throw error;
  }
}

export type ConsoleWorld = Awaited<ReturnType<typeof openConsoleWorld>>;

/** What axe finds wrong with the page as it stands, how far it is wider than the window, and which captions are cut, at both widths. */
export async function lookAt(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${width} px: ${id}: ${html.slice(0, 200)}`)));
    const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
    if (overflow > 0) found.push(`${width} px: ${overflow} px too wide`);
    const cut = await page.evaluate<readonly string[]>(CUT_CAPTIONS);
    found.push(...cut.map((caption) => `${width} px: cut: ${caption}`));
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
  return found;
}

/** The texts of the captions that reach out of the frames of their tables. */
const CUT_CAPTIONS = `[...document.querySelectorAll('.console-scroll caption:not(.govuk-visually-hidden)')]
  .filter((caption) => {
    const text = document.createRange();
    text.selectNodeContents(caption);
    return text.getBoundingClientRect().right > caption.closest('.console-scroll').getBoundingClientRect().right;
  })
  .map(({ textContent }) => textContent)`;

/** Presses Tab until the focus is there, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let pressed = 0; pressed < 150; pressed += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  expect.fail(`150 times Tab do not lead to ${String(target)}`);
}
