import { z } from 'zod';

/** What several recipes of a preset are made of. Each field says what it is, because editors show it (CONTRIBUTING, "A gateway"). */

export const METHODS = ['GET', 'POST'] as const;
export const method = z.enum(METHODS);

export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export type Scalar = z.infer<typeof scalar>;

/** `data.0.id`: the names of fields and the numbers of places, joined by points. The names of XML are written without their prefix. */
export const fieldPath = z
  .string()
  .min(1)
  .describe('Path of a field: names and, in lists, numbers from 0, joined by points, such as data.0.id. Names of XML have no prefix');

export const template = z
  .string()
  .describe('A text in which {name} stands for a value, such as {to}, {toLocal}, {toPlus}, {text}, {reference}, {secret}, {value.NAME}');

/** JSON whose texts are templates. The nodes `$parameters` and `$parametersByName` stand for the parameters of the registered template. */
export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [name: string]: Tree };
export const tree: z.ZodType<Tree> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(tree), z.record(z.string(), tree)]))
  .meta({
    id: 'Tree',
    description:
      'JSON whose texts are templates. A text that is one {name} alone keeps the kind of its value (a number stays a number). ' +
      '{"$parameters": …} becomes a list with one item for each parameter of the registered template, ' +
      'in which {parameter}, {parameterName} and {parameterNumber} (from 1) have a value; ' +
      '{"$parametersByName": …} becomes an object with one field for each of them, named as the settings name it. ' +
      'In XML, "@name" is an attribute, "#text" the text beside it, and a list a repeated element',
  });

/** A body that we write. */
export const body = z
  .strictObject({
    kind: z.enum(['json', 'form', 'query', 'xml', 'text']).describe('How it is written and escaped. query: in the address'),
    template: tree.describe('Its fields. form and query: names with texts or lists of texts. xml: one root. text: one text'),
  })
  .describe('A body that we write');
export type Body = z.infer<typeof body>;

/** Fields that a gateway gives us. */
export const FIELD_KINDS = ['query', 'json', 'form', 'xml'] as const;
export const fieldKind = z.enum(FIELD_KINDS).describe('Where the fields are: in the address, or in a body of that kind');
export type FieldKind = z.infer<typeof fieldKind>;

export const moment = z
  .strictObject({
    field: fieldPath,
    format: z
      .string()
      .describe(
        'iso (RFC 3339), seconds or milliseconds (since 1970), or yyyy MM dd HH mm ss with signs between them, by the clock of Viet Nam',
      ),
  })
  .describe('When it happened. One that cannot be read counts as not said');

export const digestAlgorithm = z.enum(['hmac-sha256', 'hmac-sha1', 'hmac-md5', 'sha256', 'sha1', 'md5']);
export type DigestAlgorithm = z.infer<typeof digestAlgorithm>;
export const digestEncoding = z.enum(['hex', 'base64']);

/** How we acknowledge a call of the gateway. */
export const acknowledgement = z
  .strictObject({ status: z.int().min(200).max(299).default(200), body: body.optional() })
  .describe('What we answer. Its templates name no values');
export type Acknowledgement = z.infer<typeof acknowledgement>;
