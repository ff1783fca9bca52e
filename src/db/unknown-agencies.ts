import type { Database } from './open.ts';

/** Notes that a worker's settings do not name this agency while a notice of it waits. A note of the last minute is not written anew. */
export async function noteUnknownAgency({ sql }: Database, agency: string): Promise<void> {
  await sql`
    insert into unknown_agencies as u (agency) values (${agency})
    on conflict (agency) do update set seen_at = now() where u.seen_at < now() - interval '1 minute'`;
}

/** Counts the agencies that a worker did not know lately. Each waiting notice is tried every 5 minutes. */
export async function countUnknownAgencies({ sql }: Database): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from unknown_agencies where seen_at > now() - interval '12 minutes'`;
  return row?.count ?? 0;
}
