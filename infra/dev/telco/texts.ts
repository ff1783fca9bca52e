import { z } from 'zod';
import type { Network } from './network.ts';
import { pause } from './pause.ts';
import { postSigned, type Posted, type WebhookTarget } from './webhook.ts';

export type TextOptions = {
  readonly target: WebhookTarget;
  readonly shortCode: string;
  readonly retryAfterMs: number;
  readonly stop: AbortSignal;
};

/** A text that a citizen wrote to the short code. */
export type Text = { readonly id: string; readonly from: string; readonly text: string; readonly at: string };

const ATTEMPTS = 3;
const REPLY = z.object({ reply: z.string().nullable(), charge: z.boolean(), outcome: z.string() });

/** Carries the text to the API, with the same id at every attempt, and the reply to the telephone. */
export async function carry(network: Network, text: Text, options: TextOptions): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const answer = await ask(text, options);
    if (options.stop.aborted) return;
    if (answer.ok) return network.record({ type: 'reply', id: text.id, at: new Date().toISOString(), ...answer.reply });
    network.record({ type: 'attempt_failed', id: text.id, attempt, reason: answer.reason, last: attempt === ATTEMPTS });
    if (attempt < ATTEMPTS && !(await pause(options.retryAfterMs, options.stop))) return;
  }
}

type Answer = { readonly ok: true; readonly reply: z.infer<typeof REPLY> } | { readonly ok: false; readonly reason: string };

async function ask({ id, from, text, at }: Text, { target, shortCode, stop }: TextOptions): Promise<Answer> {
  return read(await postSigned(target, 'inquiries', id, { id, from, to: shortCode, text, at }, stop));
}

function read(posted: Posted): Answer {
  if (!posted.ok) return posted;
  try {
    return { ok: true, reply: REPLY.parse(JSON.parse(posted.body)) };
  } catch {
    return { ok: false, reason: 'an answer that is not as agreed' };
  }
}
