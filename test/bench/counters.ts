import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import postgres from 'postgres';
import { eventually } from '../../infra/stack/eventually.ts';
import { startStack, type Stack } from '../../infra/stack/stack.ts';
import { signedPost } from './signed-post.ts';

/**
 * `npm run counters`: exact counts, no times (quality C1, C3, C5, C8). Plays lives against the built product, counts the events of their
 * histories in Temporal and the statements in PostgreSQL's own log, and exits with 1 past a *must*.
 */
type Figure = { readonly id: string; readonly what: string; readonly value: number; readonly must: number; readonly goal: number };

const BARE_BUNDLE_BYTES = 1_633_370;
const STEPS = ['Thẩm định', 'Trình ký', 'Đóng dấu'];
const ROUNDS = 20;
/** Room for the registrations and steps before the apologies leave, seconds. */
const UNTIL_APOLOGY_S = 60;

const vietnam = (aheadMs: number) => new Date(Date.now() + 7 * 3_600_000 + aheadMs).toISOString();
const apologyAtMs = Date.now() + UNTIL_APOLOGY_S * 1000;

await using stack = await startStack({
  settings: { APOLOGY_TIME: vietnam(UNTIL_APOLOGY_S * 1000).slice(11, 19), APOLOGY_SPREAD: '0s', SMS_TPS: '50', INQUIRY_LIMIT: '0' },
  fresh: true,
});
const staff = { authorization: `Bearer ${stack.keys.clerk}`, 'content-type': 'application/json' };
const post = async (path: string, body: object) => {
  const answer = await fetch(stack.apiUrl + path, { method: 'POST', headers: staff, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
};
const register = (receiptCode: string, days: number) =>
  post('/v1/dossiers', {
    receiptCode,
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
    phone: '0905123456',
    dueDate: vietnam(days * 86_400_000).slice(0, 10),
  });
let eventNumber = 0;
const progress = (code: string, step: string) =>
  post(`/v1/dossiers/${code}/events`, { eventId: `e${eventNumber++}`, type: 'progress', step });

const figures: Figure[] = [...(await sqlFigures(stack)), ...(await historyFigures(stack)), bundleFigure()];
print(figures);
process.exitCode = figures.some(({ value, must }) => value > must) ? 1 : 0;

/** C1 and C3: a life up to its result, each event in a signal of its own. The late dossier gets its apology just before the result. */
async function historyFigures({ temporalAddress }: Stack): Promise<Figure[]> {
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  const size = async (code: string) => {
    const { raw } = await client.workflow.getHandle(`dossier:${code}`).describe();
    return { events: Number(raw.workflowExecutionInfo?.historyLength), bytes: Number(raw.workflowExecutionInfo?.historySizeBytes) };
  };
  const quiet = async (code: string) => {
    let last = await size(code);
    await eventually(`a quiet history of ${code}`, async () => {
      await sleep(700);
      const now = await size(code);
      const same = now.events === last.events;
      last = now;
      return same;
    });
    return last;
  };
  const step = async (code: string, name: string) => {
    await progress(code, name);
    await quiet(code);
  };
  await Promise.all([register('COUNT-LATE', 1), register('COUNT-TIME', 5)]);
  for (const name of STEPS) await Promise.all([step('COUNT-LATE', name), step('COUNT-TIME', name)]);
  await step('COUNT-TIME', 'Trả kết quả');
  if (Date.now() > apologyAtMs) throw new Error('the machine was too slow: the apology came due before its dossier was ready for it');
  await sleep(apologyAtMs + 3000 - Date.now());
  await step('COUNT-LATE', 'Trả kết quả');
  const [onTime, late] = [await quiet('COUNT-TIME'), await quiet('COUNT-LATE')];
  await connection.close();
  return [
    { id: 'C1', what: 'history events, on time, 3 steps', value: onTime.events, must: 35, goal: 29 },
    { id: 'C1', what: 'history events, late, 3 steps', value: late.events, must: 44, goal: 38 },
    { id: 'C3', what: 'history bytes, late', value: late.bytes, must: 8192, goal: 5120 },
  ];
}

/**
 * C5: the product's statements in PostgreSQL's log, without BEGIN and COMMIT, and without those that run anyway: the sweep every second and
 * the reading of the clock every ten seconds.
 */
async function sqlFigures({ databaseUrl, children }: Stack): Promise<Figure[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'counters' } });
  await sql`alter system set log_statement = 'all'`;
  await sql`alter system set log_line_prefix = '%a|'`;
  await sql`select pg_reload_conf()`;
  await sleep(500);
  const counted = async (work: () => Promise<void>) => {
    await sleep(1500);
    const before = statements(children.postgres.log());
    await work();
    await sleep(1500);
    return (statements(children.postgres.log()) - before) / ROUNDS;
  };
  const codes = Array.from({ length: ROUNDS }, (_, index) => `COUNT-SQL-${index}`);
  for (const code of codes) await register(code, 9);
  const events = await counted(async () => {
    for (const code of codes) await progress(code, 'Thẩm định');
  });
  const inquiries = await counted(async () => {
    for (const code of codes)
      await signedPost(stack, '/v1/gateways/plain/inquiries', { id: code, from: '84912345678', text: `MCKH ${code}` });
  });
  const results = await counted(async () => {
    for (const code of codes) await progress(code, 'Trả kết quả');
    await eventually('every result', async () => (await handovers(stack)) >= ROUNDS);
    await sleep(2500); // the receipts
  });
  const log = children.postgres.log();
  const receipts = (lines(log, 'from keep_receipt(') + lines(log, 'sent_at = coalesce(sent_at, case when')) / ROUNDS;
  await sql`alter system reset log_statement`;
  await sql`select pg_reload_conf()`;
  await sql.end();
  return [
    { id: 'C5', what: 'SQL statements an event', value: events, must: 4, goal: 3 },
    { id: 'C5', what: 'SQL statements an inquiry', value: inquiries, must: 4, goal: 3 },
    { id: 'C5', what: 'SQL statements a notice, its receipt beside', value: results - events - receipts, must: 4, goal: 3 },
    { id: '', what: 'SQL statements a receipt', value: receipts, must: 4, goal: 2 },
  ];
}

function statements(log: string): number {
  return (
    log
      .split('\n')
      .filter((line) => /^mot-cua-sms (api|worker)\|.*LOG: {2}(execute|statement)/.test(line) && !/begin|commit|pg_catalog/i.test(line))
      .length -
    lines(log, 'for update skip locked') -
    lines(log, 'clock_timestamp()) * 1000)::float as ms')
  );
}

/** A statement stands in the log with its line breaks: it is known by a line of its own. */
function lines(log: string, part: string): number {
  return log.split('\n').filter((line) => line.includes(part)).length;
}

async function handovers({ telcoUrl }: Stack): Promise<number> {
  const all: unknown = await (await fetch(`${telcoUrl}/api/handovers`)).json();
  return Array.isArray(all) ? all.length : 0;
}

/** C8 */
function bundleFigure(): Figure {
  const { size } = statSync(new URL('../../dist/workflow-bundle.js', import.meta.url));
  return { id: 'C8', what: `workflow bundle ÷ bare (${size} bytes)`, value: size / BARE_BUNDLE_BYTES, must: 1.25, goal: 1.05 };
}

function print(all: readonly Figure[]): void {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  console.log(`\ncounters of version ${version}, ${new Date().toISOString().slice(0, 10)}\n`);
  const cells = all.map(({ id, what, value, must, goal }) => [
    id,
    what,
    value.toFixed(value % 1 === 0 ? 0 : 2),
    `≤ ${must}`,
    `≤ ${goal}`,
    value > must ? 'PAST THE MUST' : 'ok',
  ]);
  for (const row of [['', 'figure', 'value', 'must', 'goal', ''], ...cells])
    console.log(row.map((cell, at) => cell.padEnd([4, 46, 8, 8, 8, 0][at] ?? 0)).join(' '));
}
