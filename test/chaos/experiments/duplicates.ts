import { randomUUID } from 'node:crypto';
import { eventually } from '../../../infra/stack/eventually.ts';
import { wallClock } from '../../../infra/dev/demo/wall-clock.ts';
import { codeKey, readReceiptCode } from '../../../src/domain/receipt-code.ts';
import { signedPost } from '../../bench/signed-post.ts';
import { phoneOf } from '../citizens.ts';
import { counted } from '../figure.ts';
import type { Finding } from '../judge/finding.ts';
import type { World } from '../world.ts';
import type { Experiment } from './experiment.ts';

const TIMES = 5;
const ROUNDS = 5;
const DAY_MS = 86_400_000;
const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };

/** R8: every write five times at once has one effect. */
export const duplicates: Experiment = async ({ world, batch }) => {
  const findings: Finding[] = [];
  const number = batch();
  const rounds = Array.from({ length: ROUNDS }, (_, index) => ({
    code: `0308${String(number).padStart(3, '0')}${String(index).padStart(3, '0')}`,
    phone: phoneOf(number, index),
  }));
  // The network plays one fault at a time.
  for (const citizen of rounds) findings.push(...(await live(world, citizen)));
  return { findings, figures: [counted('R8', `violations: every write ${TIMES} times at once, ${ROUNDS} lives`, findings.length)] };
};

type Citizen = { readonly code: string; readonly phone: string };
type Answer = { readonly status: number; readonly text: string };

async function live(world: World, { code, phone }: Citizen): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const wrong = (invariant: Finding['invariant'], what: string) => findings.push({ invariant, about: code, what });
  const { keys, telcoUrl } = world.stack;
  const post = (place: string, body: object, key = keys.clerk) => fiveTimes(() => postJson(world.apiUrl() + place, body, key));
  const expectOneOf = (what: string, answers: readonly Answer[], first: number) => {
    const fresh = answers.filter(({ status }) => status === first).length;
    const same = answers.filter(({ status }) => status === 200).length;
    if (fresh !== 1 || same !== TIMES - 1) wrong('I2', `${what}: ${answers.map(({ status }) => status).join(' ')}`);
  };
  const notices = async () => world.database.sql<{ key: string; status: string; resent: number }[]>`
    select key, status, resent from notices where code_key = ${keyOf(code)} order by key`;
  const becomes = (key: string, status: string) =>
    eventually(`${key} to be ${status}`, async () => (await notices()).some((row) => row.key === key && row.status === status), {
      withinMs: 30_000,
    });
  const accepted = () =>
    world.log().flatMap((entry) => (entry.type === 'handover' && entry.outcome === 'accepted' && entry.to === phone ? [entry] : []));

  const receivedAt = new Date().toISOString();
  const dueDate = wallClock(5 * DAY_MS).date;
  expectOneOf('register', await post('/v1/dossiers', { receiptCode: code, phone, receivedAt, dueDate, procedure: PROCEDURE }), 201);
  const events = [
    { type: 'progress', step: 'Thẩm định' },
    { type: 'reschedule', reason: 'reappointment', dueDate: wallClock(6 * DAY_MS).date },
    { type: 'contact', phone },
  ];
  for (const event of events)
    expectOneOf(event.type, await post(`/v1/dossiers/${code}/events`, { ...event, eventId: event.type, occurredAt: receivedAt }), 202);

  const id = `mo-${randomUUID()}`;
  const inquiry = { id, from: '84912345678', text: `MCKH ${code}` };
  const told = await fiveTimes(async () =>
    JSON.stringify(await signedPost({ ...world.stack, apiUrl: world.apiUrl() }, '/v1/gateways/plain/inquiries', inquiry)),
  );
  if (new Set(told).size !== 1 || !told[0]?.includes('"charge":true')) wrong('I4', `an inquiry: ${told.join(' | ')}`);
  const booked = await world.database.sql`select 1 from inquiries where id = ${id}`;
  if (booked.length !== 1) wrong('I4', `an inquiry stands ${booked.length} times in the books`);

  await postJson(`${telcoUrl}/api/fault`, { kind: 'reject', to: phone }, '');
  const arrival = { eventId: 'arrival', type: 'progress', step: 'Trả kết quả', occurredAt: new Date().toISOString() };
  expectOneOf('arrival', await post(`/v1/dossiers/${code}/events`, arrival), 202);
  const key = `${code}/result/1`;
  await becomes(key, 'permanent_failure');
  await postJson(`${telcoUrl}/api/fault`, { kind: 'none' }, '');
  const ordered = await post(`/v1/notices/${encodeURIComponent(key)}/resend`, {}, keys.operator);
  if (ordered.some(({ status }) => status !== 202 && status !== 409))
    wrong('I2', `resend: ${ordered.map(({ status, text }) => `${status} ${text}`).join(' | ')}`);
  await eventually(`a second hand-over of ${key}`, () => accepted().length > 0, { withinMs: 30_000 });
  await becomes(key, 'delivered');

  const [message] = accepted();
  const receipt = { messageId: message?.messageId ?? '', id: message?.id ?? '', status: 'delivered', at: receivedAt };
  await fiveTimes(() => receiptOf(world, receipt));
  const receipts = await world.database.sql`select 1 from receipts where message_id = ${receipt.messageId}`;
  if (receipts.length !== 1) wrong('I2', `a receipt stands ${receipts.length} times in the books`);

  expectOneOf(
    'close',
    await post(`/v1/dossiers/${code}/events`, { eventId: 'close', type: 'close', outcome: 'handed_over', occurredAt: receivedAt }),
    202,
  );
  const journal = await world.database.sql<{ type: string }[]>`select type from events where code_key = ${keyOf(code)} order by seq`;
  const types = journal.map(({ type }) => type).join(' ');
  if (types !== 'register progress reschedule contact progress close') wrong('I6', `the journal holds ${types}`);
  const messages = accepted().map((entry) => entry.id);
  if (messages.join(' ') !== `${key}~1`) wrong('I2', `the network took ${messages.join(' ') || 'nothing'}`);
  const rows = await notices();
  if (rows.length !== 1 || rows[0]?.resent !== 1) wrong('I2', `the ledger holds ${JSON.stringify(rows)}`);
  return findings;
}

function fiveTimes<T>(work: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: TIMES }, work));
}

async function postJson(url: string, body: object, key: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(15_000) });
  return { status: answer.status, text: await answer.text() };
}

/** Answered 204, without a body. */
async function receiptOf({ stack, apiUrl }: World, receipt: object): Promise<void> {
  await signedPost({ ...stack, apiUrl: apiUrl() }, '/v1/gateways/plain/receipts', receipt).catch((error: unknown) => {
    if (!(error instanceof SyntaxError)) throw error;
  });
}

function keyOf(code: string): string {
  const read = readReceiptCode(code);
  if (read === null) throw new Error(`${code} is no receipt code`);
  return codeKey(read);
}
