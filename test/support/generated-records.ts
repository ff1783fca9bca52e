import type { JournalEntry } from '../../src/db/dossiers.ts';
import type { Database } from '../../src/db/open.ts';
import { dateOf, instantOf, plusDays, plusMs, type Instant, type LocalDate } from '../../src/domain/calendar.ts';
import { NOTICE_STATUSES } from '../../src/domain/notice-status.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import type { LedgerNotice } from '../../src/domain/statistics.ts';
import { at, code } from './dossiers.ts';

/** What journal, ledger and inquiries say about a dossier that nobody has ever had. */
export type GeneratedRecord = {
  readonly entries: readonly JournalEntry[];
  readonly notices: readonly LedgerNotice[];
  readonly answeredAt: readonly Instant[];
};

const DAY_MS = 86_400_000;
const STEPS = ['Tiếp nhận', 'Thẩm định', 'Bộ phận Một cửa', 'Trả kết quả', 'Trả kết quả'];
const BEGIN = at('2017-09-05 08:00');

/** The same for the same seed: dossiers of the months before `now`, with many events around the eves of their due dates. */
export function generateRecords(seed: number, count: number, now: Instant): readonly GeneratedRecord[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) => generateRecord(random, `G-${100_000 + index}`, now));
}

function generateRecord(random: Random, receiptCode: string, now: Instant): GeneratedRecord {
  const key = codeKey(code(receiptCode));
  const entry = (seq: number, type: JournalEntry['type'], body: JournalEntry['body'], recordedAt: Instant): JournalEntry => {
    const occurredAt = random.chance(0.7) ? recordedAt : plusMs(recordedAt, -random.below(3 * DAY_MS));
    return { codeKey: key, seq, eventId: seq === 0 ? null : `e${seq}`, type, body, occurredAt, recordedAt, actor: 'clerk' };
  };
  let recordedAt = plusMs(BEGIN, random.below(Date.parse(now) - Date.parse(BEGIN)));
  let dueDate = random.chance(0.1) ? null : plusDays(dateOf(recordedAt), 1 + random.below(20));
  const registration = {
    receiptCode: code(receiptCode),
    agency: random.of(['default', 'so-xay-dung', 'so-y-te']),
    procedure: { code: random.of(['QLG-01', 'XD-02', 'YT-03', 'DD-04']), name: 'Thủ tục', sameDay: random.chance(0.05) },
    dueDate,
    step: random.chance(0.05) ? 'Trả kết quả' : 'Tiếp nhận',
    policy: { apologySecond: 17.5 * 3600, apologySpreadMs: random.chance(0.5) ? 3_600_000 : 0, supplementStopsClock: random.chance(0.8) },
  };
  const entries = [entry(0, 'register', registration, recordedAt)];
  const due: LocalDate[] = dueDate === null ? [] : [dueDate];
  for (let left = random.below(9); left > 0; left--) {
    const nearEve: Instant | null = dueDate && instantOf(plusDays(dueDate, -1), (14 + random.below(5)) * 3600 + random.below(3600));
    const next: Instant =
      nearEve !== null && nearEve > recordedAt && random.chance(0.5) ? nearEve : plusMs(recordedAt, random.below(5 * DAY_MS) + 1);
    if (next >= now) break;
    recordedAt = next;
    const isClosed = entries.some(({ type }) => type === 'close');
    const [type, body] = isClosed ? informedOf(random, key) : eventOf(random, key, recordedAt);
    if (type === 'reschedule') due.push((dueDate = body['dueDate'] as LocalDate));
    entries.push(entry(entries.length, type, body, recordedAt));
  }
  const moments = () => plusMs(recordedAt, -random.below(20 * DAY_MS));
  return {
    entries,
    notices: noticesOf(random, key, [...new Set(due)], moments),
    answeredAt: Array.from({ length: random.below(4) }, moments).toSorted(),
  };
}

type Told = readonly [JournalEntry['type'], JournalEntry['body']];

function informedOf(random: Random, key: string): Told {
  return ['informed', { notice: `${key}/${random.of(['result', 'supplement'])}/1`, by: 'phone' }];
}

function eventOf(random: Random, key: string, recordedAt: Instant): Told {
  if (random.chance(0.25)) {
    const dueDate = plusDays(dateOf(recordedAt), random.below(12));
    return ['reschedule', { dueDate, reason: random.of(['reappointment', 'reappointment', 'supplement', 'correction']) }];
  }
  if (random.chance(0.15)) return informedOf(random, key);
  if (random.chance(0.15)) return ['close', { outcome: random.of(['handed_over', 'handed_over', 'withdrawn', 'rejected']) }];
  if (random.chance(0.25)) return ['progress', { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }];
  return ['progress', { step: random.of(STEPS), ...(random.chance(0.3) ? { state: 'Đang xử lý' } : {}) }];
}

/** They need not follow from the journal: each is counted by what it says. */
function noticesOf(random: Random, key: string, due: readonly LocalDate[], moment: () => Instant): LedgerNotice[] {
  const all = [
    ...due.map((dueDate) => ({ key: `${key}/apology/${dueDate}`, notice: { kind: 'apology', dueDate } as const })),
    ...(['result', 'supplement'] as const).map((kind) => ({ key: `${key}/${kind}/1`, notice: { kind, round: 1 } })),
  ];
  return all
    .filter(() => random.chance(0.6))
    .map((one): LedgerNotice => {
      const status = random.of(['delivered', 'delivered', 'sent', ...NOTICE_STATUSES] as const);
      const decidedAt = one.notice.kind === 'apology' ? instantOf(plusDays(one.notice.dueDate, -1), 17.5 * 3600) : moment();
      const settledAt = status === 'created' ? null : plusMs(decidedAt, random.below(3 * DAY_MS));
      return { ...one, status, reason: status === 'skipped' ? random.of(['no_phone', 'same_day']) : null, decidedAt, settledAt };
    });
}

/** Writes them as rows, without a chain: only what is counted is there. */
export async function insertRecords({ sql }: Database, records: readonly GeneratedRecord[]): Promise<void> {
  const rows = (of: (record: GeneratedRecord) => readonly unknown[]) => JSON.stringify(records.flatMap(of));
  const heads = rows(({ entries }) => {
    const [first, last] = [entries[0], entries.at(-1)];
    if (!first || !last) return [];
    const { receiptCode, agency } = first.body;
    return [{ key: first.codeKey, code: receiptCode, agency, day: dateOf(first.occurredAt), seq: last.seq, at: last.recordedAt }];
  });
  await sql`
    insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at)
    select key, code, agency, day, seq, '', at from jsonb_to_recordset(${heads}::text::jsonb)
      as r (key text, code text, agency text, day date, seq int, at timestamptz)`;
  await sql`
    insert into events (code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash)
    select "codeKey", seq, "eventId", type, body, "occurredAt", "recordedAt", actor, '', '' from jsonb_to_recordset(
      ${rows(({ entries }) => entries)}::text::jsonb) as r ("codeKey" text, seq int, "eventId" text, type text, body jsonb,
      "occurredAt" timestamptz, "recordedAt" timestamptz, actor text)`;
  const notices = rows(({ entries, notices: all }) =>
    all.map(({ notice, ...row }) => ({ ...row, round: null, dueDate: null, ...notice, codeKey: entries[0]?.codeKey })),
  );
  await sql`
    insert into notices (key, code_key, kind, round, due_date, status, reason, text, segments, decided_at, due_at, settled_at)
    select key, "codeKey", kind::notice_kind, round, "dueDate", status::notice_status, reason, 'TB', 1, "decidedAt", "decidedAt", "settledAt"
    from jsonb_to_recordset(${notices}::text::jsonb) as r (key text, "codeKey" text, kind text, round int, "dueDate" date, status text,
      reason text, "decidedAt" timestamptz, "settledAt" timestamptz)`;
  // Outside every period that is counted: an inquiry is told by its answer here.
  const inquiries = rows(({ entries, answeredAt }) =>
    answeredAt.map((moment, nth) => ({ id: `${entries[0]?.codeKey}-${nth}`, codeKey: entries[0]?.codeKey, at: moment })),
  );
  await sql`
    insert into inquiries (gateway, id, sent_at, received_at, code_keys, outcome, answered_at)
    select 'plain', id, at, '2017-01-01'::timestamptz, array["codeKey"], 'answered', at
    from jsonb_to_recordset(${inquiries}::text::jsonb) as r (id text, "codeKey" text, at timestamptz)`;
}

type Random = {
  readonly below: (max: number) => number;
  readonly chance: (share: number) => boolean;
  readonly of: <Each>(all: readonly Each[]) => Each;
};

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (max: number) => Math.floor(next() * max);
  return { below, chance: (share) => next() < share, of: (all) => all[below(all.length)] as (typeof all)[number] };
}
