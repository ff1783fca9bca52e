import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELD_ERRORS, TITLES } from '../../src/api/problem-texts.ts';
import { openApi, type Api } from '../support/api.ts';

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly allOf?: readonly { readonly pattern: string }[];
  readonly anyOf?: readonly { readonly required: readonly string[] }[];
  readonly oneOf?: readonly Schema[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};
type Answer = { readonly headers: object; readonly description: string; readonly content?: Record<string, { readonly examples?: object }> };
type Operation = {
  readonly operationId?: string;
  readonly description?: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly 'x-roles'?: readonly string[];
  readonly 'x-bound-keys'?: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly $ref?: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema; readonly examples: object }> };
  readonly responses: Readonly<Record<string, Answer>>;
};
type Contract = {
  readonly info: { readonly title: string };
  readonly servers: readonly object[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const contract: Contract = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })),
);

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe('the published contract says what the code checks', () => {
  /** Rules that no schema can say, by their codes; two codes that differ only in `.`, `-` and `/` are the same and conflict. */
  const RULES = [
    'due_before_receipt',
    'received_in_the_future',
    'occurred_in_the_future',
    'unknown_agency',
    'dossier_conflict',
    'notice_unknown',
    'telephone_number',
  ];
  const REQUESTS = 200;

  test(`${REQUESTS} registrations that are made from it alone are accepted, or refused by a rule`, async () => {
    const { accepted, refused } = await sendAll('/v1/dossiers', () => '/v1/dossiers');
    expect(refused.filter(({ codes }) => codes.some((code) => !RULES.includes(code)))).toEqual([]);
    expect(accepted).toBeGreaterThan(0.9 * REQUESTS);
  });

  test(`and so are ${REQUESTS} events`, async () => {
    for (let index = 0; index < REQUESTS; index++) await api.register({ receiptCode: `MADE-${1000 + index}` });
    const { accepted, refused } = await sendAll('/v1/dossiers/{code}/events', (index) => `/v1/dossiers/MADE-${1000 + index}/events`);
    expect(refused.filter(({ codes }) => codes.some((code) => !RULES.includes(code)))).toEqual([]);
    expect(accepted).toBeGreaterThan(0.7 * REQUESTS); // one kind of five names a notice, and there is none
  });

  test('and what breaks one of its constraints is refused', async () => {
    const schema = schemaOf('/v1/dossiers');
    const good = { receiptCode: '0101701234', procedure: { code: 'A', name: 'B', sameDay: false } };
    const texts = Object.entries(schema.properties ?? {}).filter(([, { pattern }]) => pattern !== undefined);
    expect(texts.length).toBeGreaterThan(4);
    for (const [name, { maxLength }] of texts) {
      expect([name, (await api.register({ ...good, [name]: 'a\u0007' })).status]).toEqual([name, 422]);
      if (maxLength !== undefined)
        expect([name, (await api.register({ ...good, [name]: 'x'.repeat(maxLength + 1) })).status]).toEqual([name, 422]);
    }
    expect((await api.register({ ...good, extra: 1 })).status).toBe(422);
  });

  async function sendAll(path: string, addressOf: (index: number) => string) {
    const bodies = fc.sample(madeFrom(schemaOf(path)), { numRuns: REQUESTS, seed: 22 });
    const refused: { readonly status: number; readonly codes: readonly string[]; readonly body: unknown }[] = [];
    for (const [index, body] of bodies.entries()) {
      const answer = await api.post(addressOf(index), body);
      if (answer.status < 300) continue;
      const codes: string[] = answer.body.errors?.map((each: { code: string }) => each.code) ?? [answer.body.code];
      refused.push({ status: answer.status, codes, body });
    }
    return { accepted: REQUESTS - refused.length, refused };
  }
});

describe.each(operations)('$name', ({ method, path, operation }) => {
  const { responses, parameters, security } = operation;

  test('says what it is and who may call it', () => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).toMatch(/\S/);
    expect(operation.description).toMatch(/\S/);
    expect(security).toBeDefined();
    for (const role of operation['x-roles'] ?? []) expect(operation.description).toContain(role);
    expect(operation.description?.includes('bound to no agency')).toBe(operation['x-bound-keys'] === 'none');
  });

  test('names every answer that it may give, and its headers', () => {
    const expected = ['400', '405', '408', '431', '500'];
    if (method !== 'get') expected.push('413');
    if (security?.length) expected.push('401');
    if (operation['x-roles']) expected.push('403', '503');
    if (parameters.some((each) => each.in === 'query' || each.in === 'path') || operation.requestBody) expected.push('422');
    if (path.includes('{')) expected.push('404');
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(expected));
    for (const [status, { headers, content }] of Object.entries(responses)) {
      expect(headers).toHaveProperty('x-request-id');
      if (status === '401') expect(headers).toHaveProperty('www-authenticate');
      if (status === '405') expect(headers).toHaveProperty('allow');
      if (status === '503') expect(headers).toHaveProperty('retry-after');
      const problem = content?.['application/problem+json'];
      if (problem) expect(Object.keys(problem.examples ?? {}).length).toBeGreaterThan(0);
    }
  });

  test('gives an example of its body, and names the headers of a signature', () => {
    const json = operation.requestBody?.content['application/json'];
    if (json) expect(Object.keys(json.examples).length).toBeGreaterThan(0);
    const names = parameters.map(({ name }) => name);
    if (security?.some((each) => 'webhook' in each))
      expect(names).toEqual(expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature']));
    expect(parameters).toContainEqual({ $ref: '#/components/parameters/RequestId' });
  });
});

describe('the whole document', () => {
  test('has an ASCII title, a server, tags that are described, and an operationId of its own for each operation', () => {
    expect(contract.info.title).toMatch(/^[\x20-\x7E]+$/);
    expect(contract.servers.length).toBeGreaterThan(0);
    expect(contract.tags.length).toBeGreaterThan(3);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  test('has no default anywhere: generated clients would send it or demand it', () => {
    expect(JSON.stringify(contract)).not.toContain('"default":');
  });

  test('closes the lists of the codes of problems and of field errors', () => {
    const { code, errors } = contract.components.schemas['Problem']?.properties ?? {};
    expect(code?.enum).toEqual(Object.keys(TITLES));
    expect(JSON.stringify(errors)).toContain(JSON.stringify(Object.keys(FIELD_ERRORS)));
  });

  test('has only examples that the code accepts', async () => {
    const { examples } = contract.paths['/v1/dossiers']?.['post']?.requestBody?.content['application/json'] ?? { examples: {} };
    const [registration] = Object.values(examples);
    const { receivedAt: _, dueDate: __, ...rest } = (registration as { value: Record<string, unknown> }).value;
    expect((await api.register({ ...rest, receiptCode: 'EXAMPLE-1' })).status).toBe(201);
  });
});

function schemaOf(path: string): Schema {
  const schema = contract.paths[path]?.['post']?.requestBody?.content['application/json']?.schema;
  if (!schema) throw new Error(`${path} has no body`);
  return resolved(schema);
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (contract.components.schemas[name] ?? {});
}

/** Values that a schema takes. Days are near now, the agency is one that there is, and the dossier has no event: no schema can say so. */
function madeFrom(given: Schema, name = ''): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((each) => madeFrom(each)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (name === 'agency') return fc.constant('default');
  if (name === 'expectedSeq') return fc.constant(0);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return fc.oneof(...types.map((type) => madeAs(type, schema)));
}

function madeAs(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objects(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return strings(schema);
    default:
      throw new Error(`the contract has a type ${type} in a request`);
  }
}

function objects({ properties = {}, required = [], anyOf }: Schema): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, madeFrom(schema, name)]));
  const made = fc.record(members, { requiredKeys: [...required] });
  return anyOf ? made.filter((value) => anyOf.some((way) => way.required.every((name) => name in value))) : made;
}

function strings({ format, pattern, allOf = [], minLength = 0, maxLength = 300 }: Schema): fc.Arbitrary<string> {
  const hour = 3_600_000;
  const start = Date.now();
  if (format === 'date-time') return fc.integer({ min: 48, max: 40_000 }).map((hours) => new Date(start - hours * hour).toISOString());
  if (format === 'date')
    return fc.integer({ min: 24, max: 40_000 }).map((hours) => new Date(start + hours * hour).toISOString().slice(0, 10));
  const some =
    pattern === undefined
      ? fc.string({ unit: 'grapheme', minLength, maxLength })
      : fc.oneof(fc.stringMatching(new RegExp(pattern, 'u')), fc.string({ unit: 'grapheme', minLength, maxLength }));
  const patterns = [pattern, ...allOf.map((each) => each.pattern)]
    .filter((each) => each !== undefined)
    .map((each) => new RegExp(each, 'u'));
  return some.filter((text) => {
    const length = Array.from(text).length;
    return length >= minLength && length <= maxLength && text.isWellFormed() && patterns.every((each) => each.test(text));
  });
}
