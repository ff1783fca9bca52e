import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { workflowMetadataQuery } from '@temporalio/workflow';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { eventually, openWorld, type World } from '../support/e2e.ts';

/** Telephones that nobody else has, each in another use; without the 0 or 84 before them, so that every spelling is found. */
const CANARIES = { registered: '986104151', changed: '973215152', asking: '967324153', landline: '2583822024' } as const;
const CODE = '0301700001';
const BROKEN_CODE = '0301700002';
const DAY_MS = 86_400_000;

/** Quality S4 and I7, requirements §9: a telephone number lives in PostgreSQL and at the gateway, nowhere else. */
describe('a telephone number', () => {
  let world: World;
  const answers: string[] = [];

  beforeAll(async () => {
    world = await openWorld('canary', { LOG_LEVEL: 'trace', SMS_TIMEOUT_MS: '500' });
    await liveThroughEverything(world, answers);
  }, 120_000);
  afterAll(() => world[Symbol.asyncDispose]());

  test.for([
    ['with separators', '+84 986.104-151'],
    ['in UTF-16', utf16(CANARIES.registered)],
    ['in hexadecimal', Buffer.from(CANARIES.registered).toString('hex')],
    ...['', '"', '84', 'x84', '+840'].map((before) => ['in base64', Buffer.from(`${before}${CANARIES.registered}"}`).toString('base64')]),
  ])('would be found %s: %s', ([, spelling = '']) => {
    expect(canariesIn(Buffer.from(spelling, 'latin1'))).toEqual(['registered']);
  });

  test('was really used: the network sent to both numbers of the citizen', async () => {
    const numbers = new Set((await world.handovers()).filter(({ outcome }) => outcome === 'accepted').map(({ to }) => to));
    expect(numbers).toEqual(new Set([`84${CANARIES.registered}`, `84${CANARIES.changed}`]));
  });

  test('is in no file of Temporal, plain or encoded', () => {
    const files = filesOf(world.dataDir).filter((file) => path.basename(file).startsWith('temporal.db'));
    const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
    for (const words of [CODE, 'M1 báo kết quả lần 1', 'xin lỗi nếu chưa có kết quả'])
      expect(bytes.includes(words), `the search would find ${words}`).toBe(true);
    expect(canariesIn(bytes)).toEqual([]);
  });

  test('is in no words of the Temporal UI', async () => {
    const connection = await Connection.connect({ address: world.stack.temporalAddress });
    const handle = new Client({ connection }).workflow.getHandle(`dossier:${CODE}`);
    const [described, { currentDetails }] = [await handle.describe(), await handle.query(workflowMetadataQuery)];
    const words = `${await described.staticSummary()}\n${currentDetails}`;
    await connection.close();
    expect(words).toMatch(/^0301700001 · Thẩm định giá[^]*M1 báo kết quả lần 7/);
    expect(canariesIn(Buffer.from(words))).toEqual([]);
  });

  test('is in no log, at the most talkative level', () => {
    const { api, worker, temporal, postgres: database } = world.children;
    expect(api.log().length).toBeGreaterThan(0);
    expect(worker.log(), 'the search would find the receipt code').toContain(CODE);
    for (const { name, log } of [api, worker, temporal, database]) expect([name, ...canariesIn(Buffer.from(log()))]).toEqual([name]);
  });

  test('is in no answer and no metric', () => {
    expect(answers.join(''), 'what people are shown instead').toContain(
      `0${CANARIES.changed.slice(0, 3)} *** ${CANARIES.changed.slice(-3)}`,
    );
    expect(answers.filter((answer) => canariesIn(Buffer.from(answer)).length > 0)).toEqual([]);
  });

  test('is in the tables contacts and inquiries, and in no other', async () => {
    const sql = postgres(world.stack.databaseUrl, { max: 1 });
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
      if (canariesIn(Buffer.from(rows.map(({ row }) => row).join('\n'))).length > 0) found.push(name);
    }
    await sql.end();
    expect(found).toEqual(['public.contacts', 'public.inquiries']);
  });
});

/** All that a number goes through, every fault of the gateway and a lost database among it; keeps what the API answered. */
async function liveThroughEverything(world: World, answers: string[]): Promise<void> {
  const phoneOf = (canary: string) => `0${canary.slice(0, 3)}.${canary.slice(3, 6)}.${canary.slice(6)}`;
  const hear = async (
    answer: Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }>,
    ...expected: number[]
  ) => {
    const { status, text, headers } = await answer;
    answers.push(text, JSON.stringify([...headers]));
    if (!expected.includes(status)) throw new Error(`expected ${expected.join(' or ')}, came ${status} ${text}`);
  };
  const arrive = async (round: number) => {
    await hear(world.progress(CODE, 'Trả kết quả'), 202);
    const key = `${CODE}/result/${round}`;
    await eventually(async () => expect((await world.handovers()).map(({ id }) => id)).toContain(key));
    return key;
  };
  const leave = () => hear(world.progress(CODE, 'Thẩm định'), 202);
  const becomes = (key: string, status: string) =>
    eventually(async () => expect((await world.list('/v1/notices')).find((notice) => notice.key === key)?.status).toBe(status));

  const dossier = { receiptCode: CODE, phone: phoneOf(CANARIES.registered), dueDate: wallClock(5 * DAY_MS).date };
  const receivedAt = new Date().toISOString();
  await hear(world.register({ ...dossier, receivedAt }), 201);
  await hear(world.register({ ...dossier, receivedAt }), 200);
  await hear(world.register({ ...dossier, receivedAt, phone: phoneOf(CANARIES.changed) }), 409);
  await hear(world.register({ ...dossier, receiptCode: 'x', phone: `${phoneOf(CANARIES.registered)}${' '.repeat(40)}` }), 422);
  await hear(world.register({ ...dossier, receiptCode: BROKEN_CODE, phone: `0${CANARIES.landline}` }), 201);
  await hear(world.progress(BROKEN_CODE, 'Trả kết quả'), 202);
  await becomes(`${BROKEN_CODE}/result/1`, 'skipped');

  await becomes(await arrive(1), 'delivered');
  await leave();
  const change = { eventId: 'contact', type: 'contact', phone: phoneOf(CANARIES.changed), occurredAt: receivedAt };
  await hear(world.event(CODE, change), 202);
  await hear(world.event(CODE, { ...change, phone: phoneOf(CANARIES.registered) }), 409);

  const to = `84${CANARIES.changed}`;
  await world.fault({ kind: 'reject', to });
  const rejected = await arrive(2);
  await becomes(rejected, 'permanent_failure');
  await world.fault({ kind: 'cut', to, times: 1 });
  await hear(world.post(`/v1/notices/${encodeURIComponent(rejected)}/resend`, undefined, 'operator'), 202);
  await becomes(rejected, 'delivered');
  for (const [index, kind] of (['never_answer', 'throttle', 'down', 'unauthorized'] as const).entries()) {
    await leave();
    await world.fault({ kind, to, times: 1 });
    await becomes(await arrive(3 + index), 'delivered');
  }

  const from = `84${CANARIES.asking}`;
  for (const text of [`MCKH ${CODE}`, 'MCKH 9999999999', `MCKH ${phoneOf(CANARIES.registered)}`, `alo 0${CANARIES.asking}`])
    await hear(world.inquire(text, { from }), 200);
  await leave();
  await world.fault({ kind: 'slow', to, delayMs: 400, times: 1 });
  await hear(world.progress(CODE, 'Trả kết quả'), 202);
  await world.children.postgres.kill();
  await hear(world.inquire(`MCKH ${CODE}`, { from }), 200);
  await hear(world.event(CODE, { type: 'contact', phone: phoneOf(CANARIES.registered) }), 503);
  await world.children.postgres.start();
  await becomes(`${CODE}/result/7`, 'delivered');

  const places = [`/v1/dossiers/${CODE}`, `/v1/dossiers/${BROKEN_CODE}`, `/v1/dossiers/${CODE}/timeline`, '/v1/dossiers', '/v1/notices'];
  const more = ['/v1/inquiries', `/v1/apologies?date=${dossier.dueDate}`, '/v1/statistics', '/metrics', '/readyz', '/openapi.json'];
  // A connection that PostgreSQL's end has broken may show itself only now; the caller asks again, as the answer says.
  for (const place of [...places, ...more]) await eventually(async () => void (await hear(world.get(place, 'operator'), 200)));
  await hear(world.get('/v1/audit', 'auditor'), 200);
  await hear(world.event(CODE, { type: 'close', outcome: 'handed_over' }), 202);
  await hear(world.event(CODE, change), 200);
  await eventually(async () => expect((await world.get(`/v1/dossiers/${CODE}`)).body.source).toBe('archive'));
  await hear(world.get(`/v1/dossiers/${CODE}`), 200);
}

/**
 * Finds canaries in the bytes: as digits with or without separators, in UTF-16, in hexadecimal, or in base64 at any of its three
 * positions.
 */
function canariesIn(bytes: Buffer): readonly string[] {
  const plain = bytes.toString('latin1');
  const squeezed = plain.replaceAll(/[\s.()+-]/g, '');
  return Object.entries(CANARIES).flatMap(([name, digits]) => {
    const spellings = [digits, utf16(digits), Buffer.from(digits).toString('hex'), ...base64(digits)];
    return squeezed.includes(digits) || spellings.some((spelling) => plain.includes(spelling)) ? [name] : [];
  });
}

function utf16(digits: string): string {
  return Buffer.from(digits, 'utf16le').toString('latin1');
}

/** The part of the encoding that does not depend on the neighbours. */
function base64(digits: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${'\0'.repeat(before)}${digits}`)
      .toString('base64')
      .replaceAll('=', '');
    const whole = Math.floor((before + digits.length) / 3) * 4;
    return encoded.slice(before === 0 ? 0 : before + 1, whole);
  });
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [path.join(folder, entry.name)] : []));
}
