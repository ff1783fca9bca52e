import { expect, test } from 'vitest';
import { answerRecipe } from '../../../../src/sms/preset/answer-recipe.ts';
import { judgeAnswer } from '../../../../src/sms/preset/judge-answer.ts';

const JSON_RECIPE = {
  kind: 'json',
  success: { field: 'code', equals: ['100', 0] },
  messageId: 'data.id',
  code: 'code',
  message: 'says',
  codes: {
    '99': 'destination',
    '103': 'balance',
    '124': 'duplicate',
    '7': 'throttled',
    'Check *': 'configuration',
    'Check text*': 'content',
  },
  statuses: { '402': 'balance', '500': 'unknown' },
  retryAfter: 'x-reset',
};
const CASES: readonly (readonly [string, number, string, object])[] = [
  ['success', 200, '{"code":"100","data":{"id":"M01"}}', { outcome: 'accepted', messageId: 'm01' }],
  ['success as a number', 200, '{"code":0,"data":{"id":"m1"}}', { outcome: 'accepted', messageId: 'm1' }],
  ['success with an id that is a number', 201, '{"code":"100","data":{"id":17}}', { outcome: 'accepted', messageId: '17' }],
  ['success without an id', 200, '{"code":"100"}', { outcome: 'accepted', messageId: 'r-1' }],
  [
    'success with a number that JSON rounds',
    200,
    '{"code":"100","data":{"id":12345678901234567891}}',
    { outcome: 'accepted', messageId: 'r-1' },
  ],
  ['200 with an error inside', 200, '{"code":"99","says":"blocked"}', { outcome: 'destination', detail: '200 99 blocked' }],
  ['a known reference', 200, '{"code":124,"data":{"id":"m1"}}', { outcome: 'duplicate', messageId: 'm1' }],
  ['a known reference without an id', 200, '{"code":124}', { outcome: 'duplicate', messageId: null }],
  ['no money', 200, '{"code":"103"}', { outcome: 'balance', detail: '200 103' }],
  ['a code that begins as one of the table', 200, '{"code":"Check CPCODE"}', { outcome: 'configuration' }],
  ['a code that begins as two of the table', 200, '{"code":"Check text: long"}', { outcome: 'content' }],
  ['a code that nobody knows', 200, '{"code":"999"}', { outcome: 'unknown', detail: '200 999' }],
  ['a code that every object has', 200, '{"code":"toString"}', { outcome: 'unknown' }],
  ['a code with another status', 400, '{"code":"103"}', { outcome: 'balance' }],
  ['success with another status', 503, '{"code":"100"}', { outcome: 'unavailable' }],
  ['a status of the table', 402, '', { outcome: 'balance', detail: '402' }],
  ['a status of the table, again', 500, '<html>', { outcome: 'unknown', detail: '500 <html>' }],
  ['a status that says it', 401, 'no', { outcome: 'configuration', detail: '401 no' }],
  ['a refused body', 422, '', { outcome: 'content' }],
  ['too fast', 200, '{"code":"7"}', { outcome: 'throttled', retryAfterMs: 12_000 }],
  ['too fast by its status', 429, '', { outcome: 'throttled', retryAfterMs: 12_000 }],
  ['away', 503, '', { outcome: 'unavailable', retryAfterMs: 12_000 }],
  ['no JSON', 200, '<html>', { outcome: 'unknown', detail: '200 <html>' }],
  ['cut JSON', 200, '{"code":"100"', { outcome: 'unknown' }],
  ['JSON that is no object', 200, '"100"', { outcome: 'unknown' }],
  ['null', 200, 'null', { outcome: 'unknown' }],
  ['a list', 200, '[{"code":"100"}]', { outcome: 'unknown' }],
  ['nothing', 204, '', { outcome: 'unknown', detail: '204' }],
];

test.each(CASES)('requirements §11.2: %s', (_, status, text, expected) => {
  expect(judge(JSON_RECIPE, status, text)).toMatchObject(expected);
});

test('a preset may say that every other answer is no acceptance', () => {
  expect(judge({ ...JSON_RECIPE, otherwise: 'unavailable' }, 200, '{"code":"999"}')).toMatchObject({ outcome: 'unavailable' });
});

const SOAP = (inside: string) =>
  `<?xml version="1.0"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><n:r xmlns:n="urn:n">${inside}</n:r></S:Body></S:Envelope>`;
const XML_RECIPE = {
  kind: 'xml',
  success: { field: 'Envelope.Body.r.result', equals: [1] },
  messageId: 'Envelope.Body.r.id',
  code: 'Envelope.Body.r.message',
  codes: { 'no money': 'balance' },
};
test.each([
  ['prefixes do not matter, and an id keeps its zeros', SOAP('<result>1</result><id>007a</id>'), { outcome: 'accepted', messageId: '7a' }],
  ['an element with an attribute', SOAP('<result t="int">1</result><id>a</id>'), { outcome: 'accepted', messageId: 'a' }],
  ['characters by number', SOAP('<result>&#49;</result><id>a&#x1EA1;</id>'), { outcome: 'accepted', messageId: 'aạ' }],
  ['an error', SOAP('<result>0</result><message>no money</message>'), { outcome: 'balance' }],
  ['cut', SOAP('<result>1</result>').slice(0, -20), { outcome: 'unknown' }],
  ['a document type', `<!DOCTYPE a [<!ENTITY b "1">]>${SOAP('<result>&b;</result>').slice(21)}`, { outcome: 'unknown' }],
])('XML: %s', (_, text, expected) => {
  expect(judge(XML_RECIPE, 200, text)).toMatchObject(expected);
});

test.each([
  ['OK | 17', { outcome: 'accepted', messageId: '17' }],
  ['ERR|17', { outcome: 'content' }],
  ['', { outcome: 'unknown' }],
])('text: %s', (text, expected) => {
  const recipe = { kind: 'text', success: { field: '0', equals: ['OK'] }, messageId: '1', code: '0', codes: { ERR: 'content' } };
  expect(judge(recipe, 200, text)).toMatchObject(expected);
});

test('a field that is there may be the success', () => {
  const recipe = { kind: 'json', success: { field: 'id' }, messageId: 'id' };
  expect(judge(recipe, 200, '{"id":"x"}')).toEqual({ outcome: 'accepted', messageId: 'x' });
  expect(judge(recipe, 200, '{"id":""}')).toMatchObject({ outcome: 'unknown' });
  expect(judge(recipe, 200, '{}')).toMatchObject({ outcome: 'unknown' });
});

test('ids of messages are told in one form, whatever their base', () => {
  const answer = { kind: 'answered', status: 200, header: () => undefined, text: '{"code":"100","data":{"id":"0x1A"}}' } as const;
  const about = { reference: 'r-1', base: 'hexadecimal', tell: () => '' } as const;
  expect(judgeAnswer(answerRecipe.parse(JSON_RECIPE), answer, about)).toEqual({ outcome: 'accepted', messageId: '26' });
});

function judge(recipe: object, status: number, text: string) {
  const header = (name: string) => (name === 'x-reset' ? '12' : undefined);
  const tell = (code: number, said: string) => `${code} ${said}`.trim();
  return judgeAnswer(answerRecipe.parse(recipe), { kind: 'answered', status, header, text }, { reference: 'r-1', base: 'text', tell });
}
