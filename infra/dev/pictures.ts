/** `npm run pictures`: photographs the pages of the console over a filled office, then plays the demo and photographs the phone page. */
import path from 'node:path';
import { startStack } from '../stack/stack.ts';
import { launchBrowser, openPage } from './browser.ts';
import { runDemo } from './demo/run-demo.ts';
import { untilMidnightMs, wallClock } from './demo/wall-clock.ts';
import { fillOffice } from './pictures/fill-office.ts';
import { takePictures } from './pictures/take-pictures.ts';

const PHONE_PAGE = path.join(import.meta.dirname, '..', '..', 'docs', 'pictures', 'phone-page.png');
/** The citizen of the late dossier: an inquiry and its answer, the apology, the result. */
const PHONE = '0905123456';
/** So that the evening is still to come, where the day is long enough. */
const UNTIL_APOLOGIES_MS = 2.25 * 3_600_000;

await photographConsole();
await runDemo(async ({ telcoUrl }) => {
  await using opened = await openPage(`${telcoUrl}/#${PHONE}`, { width: 1280, height: 860 });
  await opened.page.getByText('đã được giải quyết xong').first().waitFor();
  // Messages fade in; the picture shows them as they are at the end.
  await opened.page.screenshot({ path: PHONE_PAGE, animations: 'disabled' });
  console.log('The pictures are in docs/pictures');
});

async function photographConsole(): Promise<void> {
  const APOLOGY_TIME = untilMidnightMs() > UNTIL_APOLOGIES_MS ? wallClock(UNTIL_APOLOGIES_MS).time : '23:59';
  console.log('Starting an office …');
  await using stack = await startStack({ people: true, settings: { APOLOGY_TIME, APOLOGY_SPREAD: '0s' } });
  await fillOffice(stack);
  const browser = await launchBrowser();
  try {
    await takePictures({ browser, ...stack });
  } finally {
    await browser.close();
  }
}
