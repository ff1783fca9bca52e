import { z } from 'zod';

const OUTCOMES = ['accepted', 'repeated', 'rejected', 'throttled', 'unauthorized', 'malformed', 'down'] as const;
/** What the network did with a hand-over. */
export type Outcome = (typeof OUTCOMES)[number];

const HANDOVER = z.object({
  type: z.literal('handover'),
  number: z.int(),
  at: z.string(),
  id: z.string(),
  to: z.string(),
  from: z.string(),
  text: z.string(),
  encoding: z.string(),
  segments: z.int(),
  outcome: z.enum(OUTCOMES),
  messageId: z.string().nullable(),
});

/** Everything that happens in the network; each entry is one line of the log. Instants are ISO strings in UTC. */
export const ENTRY = z.discriminatedUnion('type', [
  HANDOVER,
  z.object({ type: z.literal('answered'), number: z.int() }),
  z.object({ type: z.literal('delivered'), messageId: z.string(), at: z.string() }),
  z.object({ type: z.literal('receipt'), messageId: z.string(), at: z.string(), became: z.enum(['acknowledged', 'abandoned']) }),
  z.object({ type: z.literal('text'), id: z.string(), at: z.string(), from: z.string(), text: z.string() }),
  z.object({ type: z.literal('attempt_failed'), id: z.string(), attempt: z.int(), reason: z.string(), last: z.boolean() }),
  z.object({
    type: z.literal('reply'),
    id: z.string(),
    at: z.string(),
    reply: z.string().nullable(),
    charge: z.boolean(),
    outcome: z.string(),
  }),
]);

export type Entry = z.infer<typeof ENTRY>;
export type EntryOf<Type extends Entry['type']> = Extract<Entry, { type: Type }>;
