import { z } from 'zod';
import { SMS_ENCODINGS } from '../../domain/sms-encoding.ts';
import { answerRecipe } from './answer-recipe.ts';
import { inquiryRecipe, receiptRecipe } from './call-recipes.ts';
import { scalar } from './parts.ts';
import { requestRecipe, tokenRecipe } from './request-recipe.ts';

const numberBase = z.enum(['text', 'decimal', 'hexadecimal']).default('text');

/**
 * A gateway as data (gateways §2). What a preset can do besides its `capabilities` follows from what it describes: receipts, inquiries,
 * replies, charge marks, the longest reference.
 */
export const presetSchema = z
  .strictObject({
    $schema: z.string().optional().describe('./preset.schema.json, so that an editor completes this file'),
    about: z.string().min(1).describe('Which gateway this is, from which documents, and how it was tested'),
    url: z.url().optional().describe('The gateway’s address, without the paths of the requests. The address in the settings replaces it'),
    capabilities: z.strictObject({
      deduplicates: z.boolean().default(false).describe('It answers a repeated reference with the first answer, and sends nothing'),
      encodings: z.array(z.enum(SMS_ENCODINGS)).min(1).describe('Which of our encodings it takes'),
      renumbersRepeats: z.boolean().default(false).describe('It gives a repeat of an inquiry a new id'),
      rateCounts: z.enum(['messages', 'parts']).default('messages').describe('What its rate counts'),
    }),
    encodingFlag: z
      .strictObject({ unicode: scalar.optional(), ascii: scalar.optional() })
      .optional()
      .describe('What {encodingFlag} is for each encoding'),
    reference: z
      .strictObject({
        longest: z.int().min(16).max(200).describe('The longest reference that it takes, characters'),
        characters: z
          .enum(['any', 'letters_and_digits'])
          .default('any')
          .describe('Which characters it takes. A reference that does not fit is replaced by a digest of letters and digits'),
        also: z.string().default('').describe('Other characters that it takes besides letters and digits'),
      })
      .optional()
      .describe('What {reference} may be. Left out: no reference travels'),
    messageIds: z
      .strictObject({ answer: numberBase, receipt: numberBase })
      .default({ answer: 'text', receipt: 'text' })
      .describe('How the gateway writes its ids of messages: as text, as decimal or as hexadecimal numbers'),
    token: tokenRecipe.optional(),
    send: z
      .strictObject({ request: requestRecipe, answer: answerRecipe })
      .optional()
      .describe('How a message is handed over. Left out: the gateway brings inquiries only'),
    receipts: receiptRecipe.optional(),
    inquiries: inquiryRecipe.optional(),
  })
  .meta({ title: 'A preset of an SMS gateway' });

export type Preset = z.infer<typeof presetSchema>;
