import { z } from 'zod';
import { fieldPath, scalar } from './parts.ts';

/** What a table may call an answer (requirements §11.2). */
export const OUTCOMES = ['duplicate', 'destination', 'content', 'throttled', 'balance', 'configuration', 'unavailable', 'unknown'] as const;
export const outcome = z
  .enum(OUTCOMES)
  .describe(
    'duplicate: it had this reference before, which proves success. destination, content: this message can never be sent. ' +
      'throttled: too fast. balance, configuration: the office must act, and the gateway pauses. ' +
      'unavailable: it certainly has not taken it; tried again. unknown: nobody knows whether it has it',
  );
export type TableOutcome = z.infer<typeof outcome>;

/** How the gateway's answer to a request of ours is read. */
export const answerRecipe = z.strictObject({
  kind: z.enum(['json', 'xml', 'text']),
  separator: z.string().min(1).default('|').describe('text: what stands between its fields, which are named 0, 1, 2 …'),
  success: z
    .strictObject({
      field: fieldPath,
      equals: z.array(scalar).min(1).optional().describe('Left out: any value that is not empty'),
    })
    .describe('It is accepted when the status is 2xx and this field has one of these values, compared as text'),
  messageId: fieldPath.optional().describe('The gateway’s id of the message. Where there is none, our reference stands for it'),
  code: fieldPath.optional().describe('The error code'),
  message: fieldPath.optional().describe('What the gateway says of it in words'),
  codes: z
    .record(z.string(), outcome)
    .default({})
    .describe('What each error code means. A code that ends in * stands for all that begin so'),
  statuses: z
    .record(z.string(), outcome)
    .default({})
    .describe(
      'What an HTTP status means when the code says nothing. Unless named: 400, 413, 422 content; 401, 403, 404, 405 and redirects configuration; ' +
        '429 throttled; others from 300 on unavailable',
    ),
  otherwise: outcome.default('unknown').describe('What every other answer with a status 2xx means'),
  retryAfter: z.string().default('retry-after').describe('The header that says how long to wait: seconds, or an HTTP date'),
});
export type AnswerRecipe = z.infer<typeof answerRecipe>;
