import { symbols } from 'pino';
import { expect, test } from 'vitest';
import { openLog } from '../../../src/lib/log.ts';

const PHONE = '84905123456';

test('a line is JSON with the event, its fields and the program', () => {
  expect(logged((log) => log.info({ key: '0101701234/result/1', gateway: 'plain', attempts: 1 }, 'notice_sent'))).toMatchObject([
    { level: 30, name: 'worker', key: '0101701234/result/1', gateway: 'plain', attempts: 1, msg: 'notice_sent' },
  ]);
});

test.each([
  'phone',
  'to',
  'from',
  'text',
  'reply',
  'secret',
  'authorization',
  'password',
  'headers',
  'body',
  'parameters',
  'query',
  'args',
])('%s is cut out, wherever it stands (requirements §9)', (field) => {
  const fields = { [field]: PHONE, inner: { [field]: PHONE, deeper: { [field]: PHONE } }, list: [{ [field]: PHONE }] };
  expect(JSON.stringify(logged((log) => log.info(fields, 'said')))).not.toContain(PHONE);
  expect(logged((log) => log.info(fields, 'said'))).toMatchObject([{ [field]: '<redacted>', inner: { deeper: {} }, msg: 'said' }]);
});

test.each([
  [`duplicate key (${PHONE})`, 'duplicate key (<digits>)'],
  [`no route to +${PHONE}`, 'no route to <digits>'],
  ['0905123456', '<digits>'],
  ['port 54321, code 8083', 'port 54321, code 8083'],
])('an error that quotes %s says %s', (message, said) => {
  const error = Object.assign(new Error(message), { code: '23505', detail: PHONE, parameters: [PHONE], cause: new Error(PHONE) });
  const [line] = logged((log) => log.warn({ err: error }, 'failed'));
  expect(line).toMatchObject({ err: { type: 'Error', message: said, code: '23505', stack: expect.stringContaining(said) } });
  expect(JSON.stringify({ ...line, time: 0 })).not.toMatch(/\d{9}/);
});

test('what was thrown but is no error says nothing', () => {
  expect(logged((log) => log.warn({ err: PHONE }, 'failed'))).toMatchObject([{ err: { message: 'not an error' } }]);
});

test('below its level it is silent', () => {
  expect(logged((log) => log.debug('x'))).toEqual([]);
});

/** What a program would have written to stdout. */
function logged(write: (log: ReturnType<typeof openLog>) => void): readonly object[] {
  const lines: string[] = [];
  write(Object.assign(openLog('info', 'worker'), { [symbols.streamSym]: { write: (line: string) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as object);
}
