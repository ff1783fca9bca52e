import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Registration } from '../../../src/domain/dossier.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { aDatabase, anEvent, aRecordedDossier, progress, record } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

const TAMPERINGS = [
  ['a step', `update events set body = jsonb_set(body, '{step}', '"Trả kết quả"') where seq = 2`],
  ['an instant', `update events set occurred_at = occurred_at - interval '1 ms' where seq = 2`],
  ['when it was recorded', `update events set recorded_at = recorded_at - interval '1 ms' where seq = 2`],
  ['who said it', `update events set actor = 'nobody' where seq = 2`],
  ['an id', `update events set event_id = 'x' where seq = 2`],
  ['an entry away', `delete from events where seq = 2`],
  ['a row with its own hash recomputed', REHASHED()],
  [
    'the order of two',
    `update events set seq = case seq when 2 then 1003 when 3 then 1002 end where seq in (2, 3); update events set seq = seq - 1000 where seq > 1000`,
  ],
] as const;

test('anybody can recompute the chain from the columns', async () => {
  const dossier = await aStory();
  const entries = await read(dossier);
  expect(entries).toHaveLength(6);
  expect(brokenAt(entries)).toBeNull();
  const [head] = await database.sql<{ hash: Buffer }[]>`select hash from dossiers where code_key = ${codeKey(dossier.receiptCode)}`;
  expect(head?.hash).toEqual(entries.at(-1)?.hash);
});

test.each(TAMPERINGS)('tampering breaks it: %s', async (_, statement) => {
  const dossier = await aStory();
  await database.sql.begin(async (sql) => {
    await sql.unsafe('alter table events disable trigger user');
    await sql.unsafe(statement.replaceAll('where ', `where code_key = '${codeKey(dossier.receiptCode)}' and `));
    await sql.unsafe('alter table events enable trigger user');
  });
  expect(brokenAt(await read(dossier))).toBeGreaterThanOrEqual(2);
});

/** All types of events, texts that JSON must escape, an instant of the sender's. */
async function aStory(): Promise<Registration> {
  const dossier = await aRecordedDossier(database);
  await record(
    database,
    dossier,
    anEvent({ eventId: 'e-"1\\', body: { step: 'Thẩm định "giá"\n/\u2028😀', state: 'Đang xử lý' }, occurredAt: dossier.receivedAt }),
    progress('Phê duyệt'),
    anEvent({ type: 'contact', body: { phone: 'none' }, contact: { phone: null, problem: null } }),
    anEvent({ type: 'reschedule', body: { dueDate: '2026-12-01', reason: 'correction' } }),
    anEvent({ type: 'close', body: { outcome: 'handed_over' } }),
  );
  return dossier;
}

type Row = {
  readonly seq: number;
  readonly event_id: string | null;
  readonly type: string;
  readonly body: string;
  readonly occurred_ms: string;
  readonly recorded_ms: string;
  readonly actor: string;
  readonly digest: Buffer;
  readonly hash: Buffer;
};

async function read({ receiptCode }: Registration): Promise<readonly Row[]> {
  return database.sql<Row[]>`
    select seq, event_id, type, body::text, (extract(epoch from occurred_at) * 1000)::bigint::text as occurred_ms,
      (extract(epoch from recorded_at) * 1000)::bigint::text as recorded_ms, actor, digest, hash
    from events where code_key = ${codeKey(receiptCode)} order by seq`;
}

/** As the comment on `event_hash` tells an auditor, with another tool. */
function brokenAt(rows: readonly Row[]): number | null {
  let previous: Uint8Array = new Uint8Array();
  for (const row of rows) {
    const { seq, event_id, type, body, occurred_ms, recorded_ms, actor, digest, hash } = row;
    const texts = [event_id, type].map((each) => JSON.stringify(each)).join(', ');
    const content = `[${seq}, ${texts}, ${body}, ${occurred_ms}, ${recorded_ms}, ${JSON.stringify(actor)}, "${digest.toString('hex')}"]`;
    const expected = createHash('sha256').update(previous).update(content).digest();
    if (!expected.equals(hash)) return seq;
    previous = hash;
  }
  return null;
}

/** The next entry gives it away. */
function REHASHED(): string {
  return `update events e set actor = 'nobody', hash = event_hash((select p.hash from events p where p.code_key = e.code_key and p.seq = e.seq - 1),
    e.seq, e.event_id, e.type, e.body, e.occurred_at, e.recorded_at, 'nobody', e.digest) where seq = 2`;
}
