import { z } from 'zod';
import { body, digestAlgorithm, digestEncoding, fieldPath, method, template } from './parts.ts';

const basic = z.strictObject({ user: template, password: template }).describe('HTTP Basic');

/** A request of ours. */
export const requestRecipe = z.strictObject({
  method: method.default('POST'),
  path: template.default('').describe('Follows the gateway’s address; a value in it is escaped. Empty: the address itself'),
  headers: z.record(z.string(), template).default({}).describe('Other headers, such as SOAPAction'),
  auth: z
    .union([z.literal('none'), z.strictObject({ basic }), z.strictObject({ bearer: template.describe('HTTP Bearer') })])
    .default('none')
    .describe('The header authorization'),
  body: body.optional(),
  signature: z
    .strictObject({
      algorithm: digestAlgorithm.describe('The key of an HMAC is the secret'),
      over: template.describe('The signed text, of the same names'),
      encoding: digestEncoding,
    })
    .optional()
    .describe('What {signature} is'),
});
export type RequestRecipe = z.infer<typeof requestRecipe>;

/** A token that is obtained once, kept until it expires, and renewed after a refusal. */
export const tokenRecipe = requestRecipe
  .extend({
    token: fieldPath.describe('Path of the token in the JSON answer'),
    expiresIn: fieldPath.optional().describe('Path of the seconds for which it is valid. Left out: until it is refused'),
  })
  .describe(
    'A request that brings {token}. The token is kept until it expires, and renewed once when a request is refused as configuration',
  );
export type TokenRecipe = z.infer<typeof tokenRecipe>;
