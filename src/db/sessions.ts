import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Role } from '../domain/roles.ts';
import type { Database } from './open.ts';
import { people, sessions } from './schema.ts';

/** A form that was sent when the session before had ended: where it stands, and what was typed. */
export type Draft = NonNullable<(typeof sessions.$inferSelect)['draft']>;

export type SessionRow = {
  readonly digest: Buffer;
  readonly person: string;
  readonly role: Role;
  readonly agencies: readonly string[] | null;
};

/** How long a session lives without a request, and at most (requirements §8.1). */
const IDLE = sql`interval '8 hours'`;
const LONGEST = sql`interval '12 hours'`;
/** How old `seen_at` may be before a request renews it. */
const SEEN_IS_OLD = sql`interval '1 minute'`;

/** How long one may look for the code of the second factor. */
const CODE_WITHIN = sql`interval '10 minutes'`;

const isAlive = and(
  eq(sessions.awaitsCode, false),
  gt(sessions.seenAt, sql`now() - ${IDLE}`),
  gt(sessions.startedAt, sql`now() - ${LONGEST}`),
  isNull(people.disabledAt),
);

export type NewSession = { readonly digest: Buffer; readonly person: string; readonly draft: Draft | null; readonly awaitsCode: boolean };

export async function insertSession({ orm }: Database, session: NewSession): Promise<void> {
  await orm.insert(sessions).values(session);
}

/** A sign-in of which only the code is missing. */
export async function findSignInBegun({ orm }: Database, digest: Buffer): Promise<Pick<NewSession, 'person' | 'draft'> | null> {
  const isWaiting = and(eq(sessions.awaitsCode, true), gt(sessions.startedAt, sql`now() - ${CODE_WITHIN}`), isNull(people.disabledAt));
  const [row] = await orm
    .select({ person: sessions.person, draft: sessions.draft })
    .from(sessions)
    .innerJoin(people, eq(people.name, sessions.person))
    .where(and(eq(sessions.digest, digest), isWaiting));
  return row ?? null;
}

/** The session of this token while it lives, with the rights that the person has now. */
export async function findSession({ orm }: Database, digest: Buffer, keepsAlive: boolean): Promise<SessionRow | null> {
  const [row] = await orm
    .select({
      digest: sessions.digest,
      person: people.name,
      role: people.role,
      agencies: people.agencies,
      isSeenLongAgo: sql<boolean>`${sessions.seenAt} < now() - ${SEEN_IS_OLD}`,
    })
    .from(sessions)
    .innerJoin(people, eq(people.name, sessions.person))
    .where(and(eq(sessions.digest, digest), isAlive));
  if (!row) return null;
  const { isSeenLongAgo, ...session } = row;
  if (isSeenLongAgo && keepsAlive)
    await orm
      .update(sessions)
      .set({ seenAt: sql`now()` })
      .where(eq(sessions.digest, digest));
  return session;
}

export async function deleteSession({ orm }: Database, digest: Buffer): Promise<void> {
  await orm.delete(sessions).where(eq(sessions.digest, digest));
}

/** Signs the person out everywhere. */
export async function deleteSessionsOf({ orm }: Database, person: string): Promise<void> {
  await orm.delete(sessions).where(eq(sessions.person, person));
}

/** Those that nobody can use any more. */
export async function deleteEndedSessions({ orm }: Database): Promise<void> {
  const isOver = or(
    lte(sessions.seenAt, sql`now() - ${IDLE}`),
    lte(sessions.startedAt, sql`now() - ${LONGEST}`),
    and(eq(sessions.awaitsCode, true), lte(sessions.startedAt, sql`now() - ${CODE_WITHIN}`)),
  );
  await orm.delete(sessions).where(isOver);
}

export async function setBanner({ orm }: Database, digest: Buffer, banner: string): Promise<void> {
  await orm.update(sessions).set({ banner }).where(eq(sessions.digest, digest));
}

/** What the next page says was done; it is said once. */
export async function takeBanner({ sql: query }: Database, digest: Buffer): Promise<string | null> {
  const [row] = await query<{ banner: string }[]>`
    with told as (select digest, banner from sessions where digest = ${digest} and banner is not null for update)
    update sessions set banner = null from told where sessions.digest = told.digest returning told.banner`;
  return row?.banner ?? null;
}

/** What was typed into the form of this address when the session before had ended; it is given back once. */
export async function takeDraft({ sql: query }: Database, digest: Buffer, path: string): Promise<Draft['fields'] | null> {
  const [row] = await query<{ draft: Draft }[]>`
    with kept as (select digest, draft from sessions where digest = ${digest} and draft ->> 'path' = ${path} for update)
    update sessions set draft = null from kept where sessions.digest = kept.digest returning kept.draft`;
  return row?.draft.fields ?? null;
}
