/** `npm run pictures`: plays the demo, then photographs the phone page for the README. */
import path from 'node:path';
import { openPage } from './browser.ts';
import { runDemo } from './demo/run-demo.ts';

const FILE = path.join(import.meta.dirname, '..', '..', 'docs', 'phone-page.png');
/** The citizen of the late dossier: an inquiry and its answer, the apology, the result. */
const PHONE = '0905123456';

await runDemo(async ({ telcoUrl }) => {
  await using opened = await openPage(`${telcoUrl}/#${PHONE}`, { width: 1280, height: 860 });
  await opened.page.getByText('đã được giải quyết xong').first().waitFor();
  // Messages fade in; the picture shows them as they are at the end.
  await opened.page.screenshot({ path: FILE, animations: 'disabled' });
  console.log(`The picture is in ${FILE}`);
});
