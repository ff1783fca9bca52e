/** `npm run demo [-- --exit]`: plays the scenes of the notice against a stack of its own, and leaves it up to look at. */
import type { Interrupt } from '../stack/interrupt.ts';
import type { Stack } from '../stack/stack.ts';
import { runDemo } from './demo/run-demo.ts';

await runDemo(async (stack, interrupt) => {
  if (!process.argv.includes('--exit')) await stayUp(stack, interrupt);
});

async function stayUp({ apiUrl, telcoUrl, uiUrl, keys }: Stack, interrupt: Interrupt): Promise<void> {
  console.log(`\nStill up. Phones ${telcoUrl} · API ${apiUrl}/docs (clerk key ${keys.clerk}) · Temporal UI ${uiUrl}\nCtrl-C ends it.`);
  await interrupt.happened;
}
