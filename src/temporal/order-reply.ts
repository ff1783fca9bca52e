import type { Client } from '@temporalio/client';
import type { Database } from '../db/open.ts';
import { takeOverdueReplies, type OverdueReply } from '../db/replies.ts';
import { REPLY_WITHIN_MS } from '../domain/inquiry-reply.ts';
import { REPLY_SUMMARY } from '../domain/temporal-summaries.ts';
import type { Logger } from '../lib/log.ts';
import { repeat } from '../lib/repeat.ts';
import { REPLY_OPTIONS, replyActivityId, type Activities } from '../workflows/contract.ts';

export type Replies = {
  /** Orders a reply that this process has just booked. */
  readonly order: (reference: string) => void;
  /** Stops the sweep and waits for the orders under way. */
  readonly stop: () => Promise<void>;
};

type Deps = { readonly database: Database; readonly client: Client; readonly log: Logger };

const SWEEP_EVERY_MS = 2000;
/** How long Temporal may take to accept an order, milliseconds. */
const DEADLINE_MS = 5000;
/** How many replies are ordered at a time; the sweep orders the others. */
const CONCURRENCY = 50;

/** Replies by a call of their own (requirements §11.5): at once after the booking, and by the sweep what was left over then. */
export function startReplies({ database, client, log }: Deps): Replies {
  const underWay = new Set<Promise<void>>();

  const tryToOrder = ({ reference, leftMs }: OverdueReply) =>
    orderReply(client, reference, leftMs).catch((error: unknown) => log.warn({ err: error, reply: reference }, 'reply_postponed'));

  const sweep = async () => {
    await Promise.all((await takeOverdueReplies(database)).map(tryToOrder));
  };
  const sweeping = repeat(SWEEP_EVERY_MS, sweep, (error) => log.warn({ err: error }, 'sweep_of_replies_postponed'));

  return {
    order(reference) {
      if (underWay.size >= CONCURRENCY) return;
      const ordering = tryToOrder({ reference, leftMs: REPLY_WITHIN_MS }).finally(() => underWay.delete(ordering));
      underWay.add(ordering);
    },
    async stop() {
      await sweeping.stop();
      await Promise.all(underWay);
    },
  };
}

/** Orders one reply as an activity of its own. Idempotent by the reference; once it has been sent, another order does nothing. */
async function orderReply(client: Client, reference: string, leftMs: number): Promise<void> {
  const start = () =>
    client.activity.typed<Activities>().start('sendReply', {
      id: replyActivityId(reference),
      ...REPLY_OPTIONS,
      args: [reference],
      summary: REPLY_SUMMARY,
      scheduleToCloseTimeout: Math.max(1000, Math.ceil(leftMs)),
      idConflictPolicy: 'USE_EXISTING',
    });
  await client.withDeadline(Date.now() + DEADLINE_MS, start);
}
