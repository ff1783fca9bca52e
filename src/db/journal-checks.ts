import { desc, eq, sql } from 'drizzle-orm';
import type { Audit } from './audit.ts';
import type { Database } from './open.ts';
import { journalChecks } from './schema.ts';

/** `isRunning` as far as its process has said so within a minute; one that has neither ended nor runs was broken off. */
export type JournalCheckRow = typeof journalChecks.$inferSelect & { readonly isRunning: boolean };

/** Begins a verification. @returns its id, or null while another one runs */
export async function insertJournalCheck({ sql: query }: Database, startedBy: string): Promise<number | null> {
  await query`delete from journal_checks where ended_at is null and seen_at < now() - interval '1 minute'`;
  const [row] = await query<{ id: string }[]>`
    insert into journal_checks (started_by, events) select ${startedBy}, (select count(*) from events)
    on conflict do nothing returning id`;
  return row ? Number(row.id) : null;
}

/** How far a verification is; `ended`: it has seen the whole journal. @returns false when another process has given it up */
export async function noteJournalCheck(
  { orm }: Database,
  id: number,
  { events, brokenAt }: Pick<Audit, 'events' | 'brokenAt'>,
  ended: boolean,
): Promise<boolean> {
  const noted = await orm
    .update(journalChecks)
    .set({
      checked: events,
      seenAt: sql`clock_timestamp()`,
      brokenCode: brokenAt?.receiptCode ?? null,
      brokenSeq: brokenAt?.seq ?? null,
      ...(ended ? { endedAt: sql`clock_timestamp()` } : {}),
    })
    .where(eq(journalChecks.id, id))
    .returning({ id: journalChecks.id });
  return noted.length > 0;
}

export async function readLastJournalCheck({ orm }: Database): Promise<JournalCheckRow | null> {
  const isRunning = sql<boolean>`${journalChecks.endedAt} is null and ${journalChecks.seenAt} > now() - interval '1 minute'`;
  const [row] = await orm.select({ check: journalChecks, isRunning }).from(journalChecks).orderBy(desc(journalChecks.id)).limit(1);
  return row ? { ...row.check, isRunning: row.isRunning } : null;
}
