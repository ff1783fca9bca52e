import { and, desc, gte, inArray, lt, or, eq, sql } from 'drizzle-orm';
import type { Instant } from '../domain/calendar.ts';
import type { RecordKind } from '../domain/record-kinds.ts';
import type { ListPlace } from './list-place.ts';
import type { Database } from './open.ts';
import { records } from './schema.ts';

export type RecordRow = typeof records.$inferSelect;

/** What is to be recorded; PostgreSQL says when. */
export type NewRecord = {
  readonly kind: RecordKind;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly address: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
};

export async function insertRecord({ orm }: Database, { detail = {}, ...record }: NewRecord): Promise<void> {
  await orm.insert(records).values({ ...record, detail });
}

/** Recorded from `from` and before `to`; `person` is who did it or whom it is about. */
export type RecordFilter = {
  readonly kinds?: readonly RecordKind[] | undefined;
  readonly person?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
};

/** The newest first. The `id` of a place is that of a record. */
export async function readRecords({ orm }: Database, filter: RecordFilter, limit: number, after: ListPlace): Promise<RecordRow[]> {
  const { kinds, person, from, to } = filter;
  return orm
    .select()
    .from(records)
    .where(
      and(
        kinds && inArray(records.kind, kinds),
        person === undefined ? undefined : or(eq(records.actor, person), eq(records.subject, person)),
        from && gte(records.at, from),
        to && lt(records.at, to),
        after ? sql`(${records.at}, ${records.id}) < (${after.at}, ${after.id}::bigint)` : undefined,
      ),
    )
    .orderBy(desc(records.at), desc(records.id))
    .limit(limit);
}
