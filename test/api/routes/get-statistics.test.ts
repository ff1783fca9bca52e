import { afterAll, beforeAll, expect, test } from 'vitest';
import { at } from '../../support/dossiers.ts';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi({ AGENCY_NAME: 'Sở Tài chính' });
  const procedure = { code: 'XD-02', name: 'Cấp phép', sameDay: false };
  await api.register({ receiptCode: 'A00001', receivedAt: '2017-10-30T08:00:00+07:00' });
  await api.register({ receiptCode: 'B00001', receivedAt: '2017-11-20T08:00:00+07:00', procedure });
  await api.get('/v1/statistics'); // by then both are in the table
  for (const table of ['dossiers', 'dossier_states'])
    await api.database.sql`update ${api.database.sql(table)} set agency = 'so-xay-dung' where code_key = 'B00001'`;
});
afterAll(() => api[Symbol.asyncDispose]());

test('requirements §11.6, requirements §8.6: messages, parts, cost, questions, charges and refunds by agency, procedure and month', async () => {
  await notice('A00001', '2017-11-01 00:00', 2, 1000);
  await notice('A00001', '2017-10-31 23:59', 4, 2000);
  await notice('B00001', '2017-11-02 09:00', 2, null);
  await notice('B00001', null, 2, 1000);
  await asked('2017-11-30 23:59', { codes: ['A00001'], charge: true, segments: 2, cost: 700 });
  await asked('2017-11-03 09:00', { codes: ['B00001', 'A00001'], charge: true, segments: 2, cost: 700, status: 'failed' });
  await asked('2017-11-03 09:01', { codes: ['B00001'], charge: true, segments: 1, cost: 350, status: 'sent' });
  await asked('2017-11-03 09:02', { codes: [], charge: false, segments: 1, cost: 350 });
  await asked('2017-11-03 09:03', { codes: [], charge: false });
  await asked('2017-12-01 00:00', { codes: ['A00001'], charge: true, segments: 2, cost: 700 });

  const november = '/v1/statistics?from=2017-11-01&to=2017-11-30';
  const { total, groups } = (await api.get(`${november}&by=agency`)).body;
  const figures = { messages: 5, segments: 8, cost: 2400, inquiries: 5, inquiriesCharged: 3, refundsDue: 1 };
  expect(total).toMatchObject({ received: 1, ...figures });
  expect((await api.get(november)).body).toMatchObject({ total: figures, groups: [] });
  const inA = { messages: 2, segments: 4, cost: 1700, inquiries: 1, inquiriesCharged: 1, refundsDue: 0 };
  const inB = { messages: 2, segments: 3, cost: 350, inquiries: 2, inquiriesCharged: 2, refundsDue: 1 };
  expect(groups).toMatchObject([
    { key: 'default', counts: inA },
    { key: 'so-xay-dung', counts: inB },
  ]);
  expect((await api.get(`${november}&by=procedure`)).body.groups).toMatchObject([
    { key: 'QLG-01', counts: inA },
    { key: 'XD-02', counts: { received: 1, ...inB } },
  ]);
  expect((await api.get('/v1/statistics?from=2017-10-01&to=2017-12-31&by=month')).body.groups).toMatchObject([
    { key: '2017-10', counts: { received: 1, messages: 1, segments: 4, cost: 2000, inquiries: 0 } },
    { key: '2017-11', counts: { received: 1, ...figures } },
    { key: '2017-12', counts: { received: 0, messages: 1, segments: 2, cost: 700, inquiries: 1, inquiriesCharged: 1 } },
  ]);
});

let next = 1;

/** `sent` is null for a notice that no gateway took. */
async function notice(key: string, sent: string | null, segments: number, cost: number | null): Promise<void> {
  const moment = sent === null ? null : at(sent);
  await api.database.sql`
    insert into notices (key, code_key, kind, round, status, text, segments, cost, decided_at, due_at, sent_at)
    values (${`${key}/result/${next}`}, ${key}, 'result', ${next++}, ${sent === null ? 'permanent_failure' : 'sent'}, 'TB', ${segments}, ${cost},
      now(), now(), ${moment})`;
}

type Question = {
  readonly codes: readonly string[];
  readonly charge: boolean;
  readonly segments?: number;
  readonly cost?: number;
  readonly status?: string;
};

async function asked(local: string, { codes, charge, segments, cost, status }: Question): Promise<void> {
  const moment = at(local);
  await api.database.sql`
    insert into inquiries (gateway, id, sent_at, received_at, code_keys, outcome, charge, reply_segments, reply_cost, reply_status)
    values ('plain', ${`mo-${next++}`}, ${moment}, ${moment}, ${[...codes]}::text[], ${codes.length > 0 ? 'answered' : 'unknown'}, ${charge},
      ${segments ?? null}, ${cost ?? null}, ${status ?? null})`;
}
