import type { App } from './route-deps.ts';
import { problemAnswers } from './route-parts.ts';
import { RETRY_AFTER_S } from './problem.ts';

type Document = ReturnType<App['getOpenAPI31Document']>;
type PathItem = NonNullable<Document['paths']>[string];
type Operation = NonNullable<PathItem['get']>;

/** The API as OpenAPI 3.1, from the schemas that validate its requests. */
export function describeApi(app: App): object {
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  for (const [name, header] of Object.entries(HEADERS)) app.openAPIRegistry.registerComponent('headers', name, header);
  for (const [name, parameter] of Object.entries(PARAMETERS)) app.openAPIRegistry.registerComponent('parameters', name, parameter);
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, servers: SERVERS, tags: TAGS });
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [path, describePath(item)]);
  return { ...document, paths: Object.fromEntries(paths) };
}

const INFO = {
  title: 'Mot cua SMS',
  version: '1.0.0',
  description:
    'The SMS notices of a one-stop public office. Errors are RFC 9457 problems, in Vietnamese when `Accept-Language` prefers it. ' +
    'Bodies are JSON in UTF-8. Unknown fields are refused with 422, except in what gateways send.',
  contact: { name: 'The office that runs this server' },
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

const SERVERS = [{ url: '/', description: 'The server that gave this document.' }];

const TAGS = [
  { name: 'Dossiers', description: 'What the one-stop software says, and what is known of each dossier.' },
  { name: 'Notices', description: 'What citizens were told, and what they will be told.' },
  { name: 'Inquiries', description: 'What citizens asked by SMS.' },
  { name: 'Records', description: 'Figures, and the verification of the journal.' },
  { name: 'Gateways', description: 'The SMS gateways, and what they call.' },
  { name: 'Health', description: 'For those who operate the server.' },
];

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'a secret of API_KEYS' },
  webhook: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks: the HMAC-SHA256 of `webhook-id.webhook-timestamp.body` under a secret of WEBHOOK_SECRET',
  },
} as const;

const HEADERS = {
  RequestId: { description: 'the `requestId` of the answer', schema: { type: 'string', maxLength: 128 } },
  RetryAfter: { description: 'seconds to wait before the request is sent again', schema: { type: 'integer', example: RETRY_AFTER_S } },
  Allow: { description: 'the methods of this address', schema: { type: 'string', example: 'GET, HEAD' } },
  Authenticate: { description: 'how the caller has to identify itself', schema: { type: 'string' } },
} as const;

const PARAMETERS = {
  RequestId: {
    name: 'x-request-id',
    in: 'header',
    description:
      "the caller's id of this request: 1 to 128 printable ASCII characters without spaces, and no telephone number; another one is replaced",
    schema: { type: 'string' },
    example: '7f0e0d4c-8f5e-4f3b-9d52-0a6f4f6b2c11',
  },
  AcceptLanguage: {
    name: 'accept-language',
    in: 'header',
    description: 'problems are told in Vietnamese when it prefers `vi`',
    schema: { type: 'string' },
    example: 'vi-VN, en;q=0.5',
  },
} as const;

function describePath(item: PathItem): PathItem {
  const { get, post, put } = item;
  return {
    ...item,
    ...(get ? { get: describeOperation(get, false) } : {}),
    ...(post ? { post: describeOperation(post, true) } : {}),
    ...(put ? { put: describeOperation(put, true) } : {}),
  };
}

/** Adds what holds for every operation: who may call it, in words, its common headers, and the answers that any request may get. */
function describeOperation(operation: Operation, hasBody: boolean): Operation {
  const roles: unknown = operation['x-roles'];
  const unbound = operation['x-bound-keys'] === 'none' ? ', with a key that is bound to no agency' : '';
  const forWhom = Array.isArray(roles) ? `\n\nFor the roles: ${roles.join(', ')}${unbound}.` : '';
  const common = problemAnswers(
    'malformed',
    'method_not_allowed',
    'request_timeout',
    ...(hasBody ? (['too_large'] as const) : []),
    'headers_too_large',
    'fault',
  );
  const answers = { ...withReferences(common), ...operation.responses };
  return {
    ...operation,
    description: `${operation.description ?? ''}${forWhom}`.trim(),
    parameters: [
      ...(operation.parameters ?? []),
      { $ref: '#/components/parameters/RequestId' },
      { $ref: '#/components/parameters/AcceptLanguage' },
    ],
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, { ...answer, headers: headersOf(Number(status)) }]),
    ),
  };
}

function withReferences(answers: ReturnType<typeof problemAnswers>) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { content, description }]) => {
      const { examples } = content['application/problem+json'];
      const schema = { $ref: '#/components/schemas/Problem' };
      return [status, { description, content: { 'application/problem+json': { schema, examples } } }];
    }),
  );
}

function headersOf(status: number): Readonly<Record<string, { readonly $ref: string }>> {
  const refer = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });
  return {
    'x-request-id': refer('RequestId'),
    ...(status === 503 ? { 'retry-after': refer('RetryAfter') } : {}),
    ...(status === 405 ? { allow: refer('Allow') } : {}),
    ...(status === 401 ? { 'www-authenticate': refer('Authenticate') } : {}),
  };
}
