import type { Network } from './network.ts';
import { pause } from './pause.ts';
import { postSigned, type WebhookTarget } from './webhook.ts';

export type ReceiptOptions = { readonly target: WebhookTarget; readonly afterMs: number; readonly stop: AbortSignal };

/** The message of an accepted hand-over on its way to the telephone. */
export type Accepted = { readonly messageId: string; readonly id: string; readonly at: string; readonly delivered: string | null };

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const ATTEMPTS = 10;

/** Brings the message to the telephone and then its receipt to the sender, which may be down for a while. */
export async function deliver(network: Network, message: Accepted, options: ReceiptOptions): Promise<void> {
  const delivered = message.delivered ?? (await arrive(network, message, options));
  if (delivered === null) return;
  const became = await report({ ...message, delivered }, options);
  if (became) network.record({ type: 'receipt', messageId: message.messageId, at: new Date().toISOString(), became });
}

async function arrive(network: Network, { messageId, at }: Accepted, { afterMs, stop }: ReceiptOptions): Promise<string | null> {
  const remainingMs = Date.parse(at) + afterMs - Date.now();
  if (!(await pause(Math.max(remainingMs, 0), stop))) return null;
  const delivered = new Date().toISOString();
  network.record({ type: 'delivered', messageId, at: delivered });
  return delivered;
}

async function report(
  { messageId, id, delivered }: Accepted,
  { target, stop }: ReceiptOptions,
): Promise<'acknowledged' | 'abandoned' | null> {
  const receipt = { messageId, id, status: 'delivered', at: delivered };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const posted = await postSigned(target, 'receipts', `receipt-${messageId}`, receipt, stop);
    if (posted.ok) return 'acknowledged';
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
    if (attempt < ATTEMPTS && !(await pause(waitMs, stop))) return null;
  }
  return stop.aborted ? null : 'abandoned';
}
