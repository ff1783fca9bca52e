import { randomBytes } from 'node:crypto';
import { writeLines } from '../../../src/db/dossier-lines.ts';
import { erasePersonalData } from '../../../src/db/erasure.ts';
import { openDatabase, type Database } from '../../../src/db/open.ts';
import type { Instant } from '../../../src/domain/calendar.ts';
import { copyRows } from './copy-rows.ts';
import { makeDossier, type MadeDossier } from './make-dossier.ts';
import { GATEWAY } from './office.ts';

const BATCH = 2000;
const DAY_MS = 86_400_000;
/** As the settings have it unless they say otherwise. */
const ERASED_AFTER = { inquiriesAfterMs: 90 * DAY_MS, dossiersAfterMs: 365 * DAY_MS } as const;

/**
 * Fills a migrated database with so many dossiers, as if the product had taken them in over `PERIOD_DAYS`. The hash chain is made by
 * PostgreSQL with the product's `keyed_digest` and `event_hash`, and the tables of the lists by its fold and its writer.
 */
export async function fillDatabase(url: string, count: number, now: Instant, say: (line: string) => void): Promise<void> {
  const database = openDatabase(url, { max: 1, name: 'filler' });
  await prepare(database);
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from);
    await writeBatch(
      database,
      Array.from({ length: size }, (_, index) => makeDossier(from + index, count, now)),
    );
    if ((from / BATCH) % 25 === 24) say(`${from + size} dossiers of ${count}`);
  }
  await erasePersonalData(database, ERASED_AFTER);
  await database.close();
}

/** The journal's own triggers would mark each entry for the fold, and look up each reference. What they keep is proved in the end. */
async function prepare({ sql }: Database): Promise<void> {
  await sql.unsafe(`
    set statement_timeout = 0;
    set synchronous_commit = off;
    set session_replication_role = replica;
    create temp table made_dossiers (code_key text, receipt_code text, agency text, received_on date, closed_at timestamptz, phone text,
      problem text, key bytea);
    create temp table made_entries (code_key text, seq integer, event_id text, type text, body jsonb, occurred_at timestamptz,
      recorded_at timestamptz, actor text, content text);
    create aggregate pg_temp.chained(integer, text, text, jsonb, timestamptz, timestamptz, text, bytea)
      (sfunc = event_hash, stype = bytea, initcond = '')`);
}

async function writeBatch(database: Database, made: readonly MadeDossier[]): Promise<void> {
  await copyRows(
    database,
    'made_dossiers',
    'code_key, receipt_code, agency, received_on, closed_at, phone, problem, key',
    made.map(({ key, dossier, line, entries, contact }) => {
      const close = entries.find(({ type }) => type === 'close');
      const { phone, problem } = contact;
      const secret = `\\x${randomBytes(32).toString('hex')}`;
      return [key, dossier.receiptCode, line.agency, line.receivedOn, close?.recordedAt ?? null, phone, problem, secret];
    }),
  );
  await copyRows(
    database,
    'made_entries',
    'code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, content',
    made.flatMap(({ entries }) =>
      entries.map(({ codeKey, seq, eventId, type, body, occurredAt, recordedAt, actor }) => {
        const text = JSON.stringify(body);
        return [codeKey, seq, eventId, type, text, occurredAt, recordedAt, actor, `${type} ${text}`];
      }),
    ),
  );
  await writeJournal(database);
  await writeNotices(database, made);
  await writeLines(
    database.sql,
    made.map(({ line }) => line),
  );
  await copyRows(
    database,
    'snapshots',
    'code_key, dossier',
    made.flatMap(({ key, dossier }) => (dossier.closed === null ? [] : [[key, JSON.stringify(dossier)]])),
  );
  await writeInquiries(database, made);
}

async function writeJournal({ sql }: Database): Promise<void> {
  await sql.unsafe(`
    with told as (
      select e.*, keyed_digest(d.key, e.content) as digest from made_entries e join made_dossiers d using (code_key)
    ), entry as (
      insert into events (code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash)
      select code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest,
        pg_temp.chained(seq, event_id, type, body, occurred_at, recorded_at, actor, digest) over (partition by code_key order by seq)
      from told order by recorded_at returning code_key, seq, recorded_at, hash
    ), last as (
      select distinct on (code_key) code_key, seq, recorded_at, hash from entry order by code_key, seq desc
    )
    insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at, closed_at)
      select code_key, receipt_code, agency, received_on, seq, hash, recorded_at, closed_at from made_dossiers join last using (code_key);
    insert into contacts (code_key, phone, problem, key) select code_key, phone, problem, key from made_dossiers;
    truncate made_dossiers, made_entries`);
}

async function writeNotices(database: Database, made: readonly MadeDossier[]): Promise<void> {
  await copyRows(
    database,
    'notices',
    'key, code_key, kind, round, due_date, status, reason, text, segments, attempts, gateway, reference, gateway_message_id, perhaps_sent, ' +
      'decided_at, due_at, sent_at, settled_at',
    made.flatMap(({ key: code, notices }) =>
      notices.map(({ key, notice, status, reason, text, segments, decidedAt, sentAt }) => {
        const [round, dueDate] = notice.kind === 'apology' ? [null, notice.dueDate] : [notice.round, null];
        const wasTried = sentAt !== null || status === 'uncertain' || status === 'technical_failure';
        const [gateway, reference, message] = [wasTried ? GATEWAY : null, wasTried ? key : null, sentAt && `m-${key}`];
        const handed = [wasTried ? 1 : 0, gateway, reference, message, status === 'uncertain'];
        return [
          key,
          code,
          notice.kind,
          round,
          dueDate,
          status,
          reason,
          text,
          segments,
          ...handed,
          decidedAt,
          decidedAt,
          sentAt,
          sentAt ?? decidedAt,
        ];
      }),
    ),
  );
}

async function writeInquiries(database: Database, made: readonly MadeDossier[]): Promise<void> {
  await copyRows(
    database,
    'inquiries',
    'gateway, id, phone, text, sent_at, received_at, code_keys, outcome, reply, charge, source, answered_at, reply_segments',
    made.flatMap(({ key, inquiries }) =>
      inquiries.map(({ id, phone, text, receivedAt, reply, segments }) => {
        const answer = [`{${key}}`, 'answered', reply, true, 'workflow', receivedAt, segments];
        return [GATEWAY, id, phone, text, receivedAt, receivedAt, ...answer];
      }),
    ),
  );
}
