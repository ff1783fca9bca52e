import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLog } from '../../src/lib/log.ts';
import { openApi, type Answer, type Api } from '../support/api.ts';

/** Requirements §9: usable and unusable ones, as people write them. `asked` is whose inquiry it is. */
const NUMBERS = {
  registered: '0905 771 881',
  changed: '+84914772882',
  landline: '0258 3773 883',
  foreign: '+12025550184',
  asked: '84936774884',
};
const QUOTED = '0977 775 885';

let api: Api;
let answers: Answer[];
const lines: string[] = [];

beforeAll(async () => {
  const log = Object.assign(openLog('trace', 'test'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
  api = await openApi({}, undefined, undefined, log);
  const dossier = { receiptCode: 'CANARY-1', phone: NUMBERS.registered };
  const inquiry = { id: 'mo-1', from: NUMBERS.asked };
  answers = [
    await api.register(dossier),
    await api.register(dossier),
    await api.register({ ...dossier, phone: NUMBERS.changed }),
    await api.register({ ...dossier, receiptCode: 'CANARY-2', phone: NUMBERS.landline }),
    await api.register({ ...dossier, receiptCode: 'CANARY-3', phone: NUMBERS.foreign }),
    await api.register({ ...dossier, step: '' }),
    await api.event('CANARY-1', { eventId: 'e1', type: 'contact', phone: NUMBERS.changed }),
    await api.event('CANARY-1', { eventId: 'e1', type: 'contact', phone: NUMBERS.changed }),
    await api.event('CANARY-1', { eventId: 'e1', type: 'contact', phone: NUMBERS.registered }),
    await api.event('CANARY-2', { type: 'contact', phone: NUMBERS.landline, extra: 1 }),
    await api.event('KHONG-CO-1', { type: 'contact', phone: NUMBERS.changed }),
    await api.inquire('MCKH CANARY-1', inquiry),
    await api.inquire('MCKH CANARY-1', inquiry),
    await api.inquire(`MCKH CANARY-1 gọi tôi theo số ${QUOTED} hoặc ${QUOTED.replaceAll(' ', '')}`, { from: NUMBERS.asked }),
    await api.inquire(`MCKH ${QUOTED}`, { from: NUMBERS.asked }),
    await api.inquire('MCKH', { from: NUMBERS.asked, id: '' }),
    await api.get('/v1/dossiers/CANARY-1'),
    await api.get('/v1/dossiers/CANARY-1/timeline', 'auditor'),
    await api.get('/v1/dossiers/CANARY-2/timeline', 'auditor'),
    await api.get('/v1/dossiers'),
    await api.get('/v1/notices'),
    await api.get('/v1/inquiries', 'operator'),
    await api.get('/v1/statistics'),
    await api.get('/v1/apologies'),
    await api.get('/v1/audit', 'auditor'),
    await api.get('/readyz'),
    await api.get('/metrics'),
  ];
  // Faults and lost servers write to the log, with the error they met.
  await api.database.sql`alter table contacts rename column phone to lost`;
  answers.push(
    await api.register({ ...dossier, receiptCode: 'CANARY-4' }),
    await api.event('CANARY-1', { type: 'contact', phone: NUMBERS.registered }),
  );
  await api.database.sql`alter table contacts rename column lost to phone`;
  await api.database.sql`alter table inquiries rename column text to lost`;
  answers.push(await api.inquire('MCKH CANARY-1', { from: NUMBERS.asked }), await api.get('/v1/inquiries', 'operator'));
  await api.database.sql`alter table inquiries rename column lost to text`;
});
afterAll(() => api[Symbol.asyncDispose]());

const digits = (number: string) => number.replaceAll(/\D/g, '').slice(-9);
const canaries = [...Object.values(NUMBERS), QUOTED].map(digits);

/** Each number's last nine digits, however they are parted. */
function found(text: string): string[] {
  return canaries.filter((canary) => new RegExp(canary.split('').join('[\\s.()+-]?')).test(text));
}

test('the answers were of every kind', () => {
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 201, 202, 404, 409, 422, 500]));
});

test('requirements §9 no answer shows a number, nor does a header', () => {
  for (const { body, headers } of answers) {
    expect(found(JSON.stringify(body))).toEqual([]);
    expect(found(JSON.stringify([...headers]))).toEqual([]);
  }
});

test('requirements §9 the log shows none', () => {
  expect(lines.filter((line) => line.includes('request_failed')).length).toBeGreaterThan(2);
  expect(found(lines.join(''))).toEqual([]);
});

test('requirements §9 of all tables only contacts and inquiries hold one', async () => {
  const { sql } = api.database;
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  const holding: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await sql`select t::text as row from ${sql(name)} t`;
    const numbers = found(rows.map(({ row }) => row).join('\n'));
    if (numbers.length > 0) holding[name] = numbers;
  }
  expect(holding).toEqual({ contacts: [digits(NUMBERS.changed)], inquiries: [digits(NUMBERS.asked), digits(QUOTED)] });
});
