import { z } from 'zod';
import { INQUIRY_OUTCOMES } from '../../domain/inquiry-outcome.ts';
import { RECEIPT_STATUSES } from '../../domain/notice-status.ts';
import { answerRecipe } from './answer-recipe.ts';
import { acknowledgement, body, digestAlgorithm, digestEncoding, fieldKind, fieldPath, method, moment, scalar, template } from './parts.ts';
import { requestRecipe } from './request-recipe.ts';

/** How calls of the gateway are read: receipts and inquiries. */

export const signatureRecipe = z
  .strictObject({
    field: fieldPath.optional().describe('The field that holds the signature'),
    header: z.string().optional().describe('Or the header that holds it'),
    algorithm: digestAlgorithm.describe('The key of an HMAC is the webhook secret'),
    over: z
      .union([
        template.describe('The signed text; {field.NAME} is a field of the call, and {secret} the webhook secret'),
        z
          .strictObject({ alphabetical: z.array(fieldPath).min(1) })
          .describe('name=value of these fields, in the order of the alphabet, joined by &'),
      ])
      .describe('What is signed'),
    encoding: digestEncoding,
  })
  .describe(
    'Left out: the gateway signs nothing, and a call needs ?secret=… in its address or must come from one of the addresses in the settings',
  );
export type SignatureRecipe = z.infer<typeof signatureRecipe>;

const receiptStatus = z
  .enum([...RECEIPT_STATUSES, 'sent'])
  .describe('sent: nothing is final yet. expired: the phone was out of reach too long');

export const receiptRecipe = z
  .strictObject({
    method: method.default('POST'),
    kind: fieldKind,
    list: fieldPath
      .optional()
      .describe('Where the list of receipts is, when a call brings several; the other paths then begin at each of them'),
    messageId: fieldPath.optional().describe('The gateway’s id of the message. At least one of messageId and reference is needed'),
    reference: fieldPath.optional().describe('Our reference'),
    status: z.strictObject({
      counts: z
        .strictObject({ delivered: fieldPath, failed: fieldPath })
        .optional()
        .describe('Numbers that decide before the field: one failure is undelivered, else one success is delivered'),
      field: fieldPath.optional(),
      values: z.record(z.string(), receiptStatus).default({}).describe('What each value of the field means'),
      otherwise: receiptStatus.optional().describe('What every other value means. Left out: the call is refused as invalid'),
    }),
    part: z.strictObject({ number: fieldPath, of: fieldPath }).optional().describe('Which part of a long message it is about, from 1'),
    at: moment.optional(),
    signature: signatureRecipe.optional(),
    answer: acknowledgement.default({ status: 200 }),
  })
  .describe('How a delivery receipt is read');
export type ReceiptRecipe = z.infer<typeof receiptRecipe>;

const chargeMarks = z
  .strictObject({
    charged: scalar.describe('Only a real answer is charged (requirements §7.5)'),
    free: scalar,
    byOutcome: z
      .partialRecord(z.enum(INQUIRY_OUTCOMES), scalar)
      .default({})
      .describe('Marks of replies that are free, where the gateway wants to know why'),
  })
  .describe('What {charge} is in the gateway’s words');
export type ChargeMarks = z.infer<typeof chargeMarks>;

const inAnswer = z
  .strictObject({ by: z.literal('answer'), status: z.int().min(200).max(299).default(200), body })
  .describe('The reply is in the answer: {reply} (empty for silence), {charge}, {inquiryId}, {from}, {carried.NAME}');
const byCall = z
  .strictObject({
    by: z.literal('call'),
    acknowledgement: acknowledgement.default({ status: 200 }),
    request: requestRecipe.describe('A request like that of send, with {inquiryId}, {charge} and {carried.NAME} besides'),
    answer: answerRecipe,
  })
  .describe('The inquiry is acknowledged, and the reply is a request of ours');

export const inquiryRecipe = z
  .strictObject({
    method: method.default('POST'),
    kind: fieldKind,
    id: fieldPath.describe('The gateway’s id of the message'),
    from: fieldPath.describe('Who sent it'),
    text: fieldPath.describe('What the citizen wrote, all of it, keyword included'),
    textIs: z.enum(['plain', 'base64']).default('plain').describe('base64: of UTF-8'),
    at: moment.optional(),
    carried: z
      .record(z.string(), fieldPath)
      .default({})
      .describe('Fields that the gateway wants back with the reply, by the name used in {carried.NAME}'),
    signature: signatureRecipe.optional(),
    charge: chargeMarks.optional(),
    reply: z.discriminatedUnion('by', [inAnswer, byCall]),
  })
  .describe('How a citizen’s SMS is read and answered');
export type InquiryRecipe = z.infer<typeof inquiryRecipe>;
