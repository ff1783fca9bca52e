import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Outcome } from './entry.ts';
import type { Fault, FaultKind } from './fault.ts';
import type { Network } from './network.ts';
import { pause } from './pause.ts';
import type { Accepted } from './receipts.ts';
import { sizeOf } from './segments.ts';
import type { Throttle } from './throttle.ts';

export type SendOptions = {
  /** undefined: everyone may send. */
  readonly secret?: string;
  readonly throttle: Throttle;
  readonly accepted: (message: Accepted) => void;
  readonly stop: AbortSignal;
};

/** `POST /send`: the hand-over of contract §3, with the faults. */
export function sendRoute(network: Network, options: SendOptions): Hono<{ Bindings: HttpBindings }> {
  return new Hono<{ Bindings: HttpBindings }>().post('/send', async (c) => {
    const handOver = readHandOver(await c.req.text());
    const fault = network.faults.play(handOver.message);
    const outcome = judge(network, options, handOver, c.req.header('authorization'), fault.kind);
    const receipt = record(network, handOver.message, outcome);
    if (outcome === 'accepted' && receipt.messageId !== null)
      options.accepted({ ...receipt, messageId: receipt.messageId, delivered: null });

    const { outgoing, incoming } = c.env;
    outgoing.once('finish', () => network.record({ type: 'answered', number: receipt.number }));
    if (outcome === 'down' || (isTaken(outcome) && fault.kind === 'cut')) {
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    if (isTaken(outcome) && !(await reachesTheAnswer(fault, outgoing, options.stop))) return RESPONSE_ALREADY_SENT;
    if (isTaken(outcome)) return c.json({ messageId: receipt.messageId });
    const { status, error } = REFUSALS[outcome];
    return c.json({ error: handOver.error ?? error }, status, outcome === 'throttled' ? { 'retry-after': '1' } : {});
  });
}

const REFUSALS = {
  rejected: { status: 422, error: 'this message cannot be sent to this number' },
  throttled: { status: 429, error: 'too many messages a second' },
  unauthorized: { status: 401, error: 'expected the bearer secret of this gateway' },
  malformed: { status: 400, error: 'expected a hand-over' },
} as const;

const PLAYED: Partial<Record<FaultKind, Outcome>> = { reject: 'rejected', throttle: 'throttled', unauthorized: 'unauthorized' };

function judge(
  network: Network,
  { secret, throttle }: SendOptions,
  handOver: HandOver,
  authorization: string | undefined,
  fault: FaultKind,
): Outcome {
  if (fault === 'down') return 'down';
  if (secret !== undefined && !isSame(authorization ?? '', `Bearer ${secret}`)) return 'unauthorized';
  if (handOver.error !== null) return 'malformed';
  const played = PLAYED[fault];
  if (played) return played;
  if (!throttle()) return 'throttled';
  return network.handovers.messageIdOf(handOver.message.id) === undefined ? 'accepted' : 'repeated';
}

type Taken = 'accepted' | 'repeated';

function isTaken(outcome: Outcome): outcome is Taken {
  return outcome === 'accepted' || outcome === 'repeated';
}

function record(network: Network, message: SentMessage, outcome: Outcome) {
  const entry = {
    type: 'handover' as const,
    number: network.handovers.count(),
    at: new Date().toISOString(),
    ...message,
    segments: message === NOTHING ? 0 : sizeOf(message.text).segments,
    outcome,
    messageId: messageIdFor(network, message, outcome),
  };
  network.record(entry);
  return entry;
}

function messageIdFor(network: Network, { id }: SentMessage, outcome: Outcome): string | null {
  if (outcome === 'accepted') return `g-${randomUUID()}`;
  return outcome === 'repeated' ? (network.handovers.messageIdOf(id) ?? null) : null;
}

const SLOW_MS = 3000;

async function reachesTheAnswer(fault: Fault, outgoing: ServerResponse, stop: AbortSignal): Promise<boolean> {
  if (fault.kind === 'slow') return pause(fault.delayMs ?? SLOW_MS, stop);
  if (fault.kind !== 'never_answer') return true;
  await new Promise((resolve) => outgoing.once('close', resolve));
  return false;
}

const MESSAGE = z.object({
  id: z.string().min(1).max(200),
  from: z
    .string()
    .max(20)
    .nullish()
    .transform((sender) => sender ?? ''),
  to: z.string().regex(/^\d{8,15}$/, 'expected digits with the country code'),
  text: z.string().min(1).max(2000),
  encoding: z.enum(['unicode', 'ascii']).default('unicode'),
});

type SentMessage = z.infer<typeof MESSAGE> | typeof NOTHING;
type HandOver = { readonly message: SentMessage; readonly error: string | null };

const NOTHING = { id: '', from: '', to: '', text: '', encoding: '' } as const;

function readHandOver(body: string): HandOver {
  const parsed = MESSAGE.safeParse(parseJson(body));
  if (parsed.success) return { message: parsed.data, error: null };
  return { message: NOTHING, error: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ') };
}

/** undefined when the body is no JSON. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
