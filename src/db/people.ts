import { and, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Instant } from '../domain/calendar.ts';
import type { Role } from '../domain/roles.ts';
import type { Scope } from '../domain/scope.ts';
import { instantFrom, type Database } from './open.ts';
import type { NewRecord } from './records.ts';
import { people, records } from './schema.ts';

/** An account as others see it. */
export type PersonRow = Scope & {
  readonly name: string;
  readonly role: Role;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly disabledAt: Instant | null;
  readonly lastSignedInAt: Instant | null;
};

/** What proves who somebody is. `isKnownHere`: the person has signed in from this address within 30 days. */
export type Proofs = {
  readonly name: string;
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  readonly isDisabled: boolean;
  readonly isKnownHere: boolean;
};

/** Those whose agencies all lie within the scope, by name. */
export async function readPeople(database: Database, { agencies }: Scope): Promise<PersonRow[]> {
  if (agencies === null) return select(database, undefined);
  const areOwn = sql`not exists (select from unnest(${people.agencies}) bound where bound not in ${agencies})`;
  return select(database, and(isNotNull(people.agencies), areOwn));
}

export async function findPerson(database: Database, name: string): Promise<PersonRow | null> {
  const [row] = await select(database, isNamed(name));
  return row ?? null;
}

/** The account that this person of the OpenID Connect provider has made. */
export async function findPersonOfProvider(database: Database, providerSubject: string): Promise<PersonRow | null> {
  const [row] = await select(database, eq(people.providerSubject, providerSubject));
  return row ?? null;
}

async function select({ orm }: Database, where: SQL | undefined): Promise<PersonRow[]> {
  const lastSignedInAt = sql<string | null>`(
    select max(${records.at}) from ${records} where ${records.subject} = ${people.name} and ${records.kind} = 'signed_in')`;
  const rows = await orm
    .select({
      name: people.name,
      role: people.role,
      agencies: people.agencies,
      hasPassword: sql<boolean>`${isNotNull(people.passwordHash)}`,
      hasSecondFactor: sql<boolean>`${isNotNull(people.totpSecret)}`,
      disabledAt: people.disabledAt,
      lastSignedInAt,
    })
    .from(people)
    .where(where)
    .orderBy(people.name);
  return rows.map((row) => ({ ...row, disabledAt: instantOrNull(row.disabledAt), lastSignedInAt: instantOrNull(row.lastSignedInAt) }));
}

/** One statement, whether there is such a person or not, so that its time tells nothing. */
export async function readProofs({ orm }: Database, name: string, address: string | null): Promise<Proofs | null> {
  const isKnownHere = sql<boolean>`exists (
    select from ${records} where ${records.subject} = ${people.name} and ${records.kind} = 'signed_in'
      and ${records.address} = ${address} and ${records.at} > now() - interval '30 days')`;
  const [row] = await orm
    .select({
      name: people.name,
      passwordHash: people.passwordHash,
      totpSecret: people.totpSecret,
      isDisabled: sql<boolean>`${isNotNull(people.disabledAt)}`,
      isKnownHere,
    })
    .from(people)
    .where(isNamed(name));
  return row ?? null;
}

type NewPerson = Scope & {
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly providerSubject?: string;
};

/** Makes the account and records it. @returns false when the name, or the person of the provider, has one */
export async function insertPerson({ sql: query }: Database, person: NewPerson, record: NewRecord): Promise<boolean> {
  const { name, role, agencies, passwordHash, providerSubject = null } = person;
  const made = await query`
    with made as (
      insert into people (name, role, agencies, password_hash, provider_subject)
      values (${name}, ${role}, ${agencies && [...agencies]}::text[], ${passwordHash}, ${providerSubject})
      on conflict do nothing returning name
    )
    insert into records (kind, actor, subject, address, detail)
    select ${record.kind}, ${record.actor}, name, ${record.address}, ${JSON.stringify(record.detail ?? {})}::text::jsonb from made
    returning id`;
  return made.length > 0;
}

/** What of an account may change. */
export type PersonChange = Partial<{
  readonly role: Role;
  readonly agencies: readonly string[] | null;
  readonly passwordHash: string;
  readonly totp: { readonly secret: string; readonly step: number } | null;
  readonly isDisabled: boolean;
}>;

/** Changes the account and records it, both or neither. `endSessions`: the person is signed out, but for the session of this digest. */
export async function changePerson(
  { sql: query }: Database,
  name: string,
  change: PersonChange,
  record: NewRecord,
  endSessions: { readonly butFor: Buffer | null } | null = null,
): Promise<void> {
  const { role, agencies, passwordHash, totp, isDisabled } = change;
  await query`
    with changed as (
      update people set
        role = coalesce(${role ?? null}, role),
        agencies = case when ${agencies !== undefined} then ${agencies ? [...agencies] : null}::text[] else agencies end,
        password_hash = coalesce(${passwordHash ?? null}, password_hash),
        totp_secret = case when ${totp !== undefined} then ${totp?.secret ?? null}::text else totp_secret end,
        totp_step = case when ${totp !== undefined} then ${totp?.step ?? null}::integer else totp_step end,
        disabled_at = case when ${isDisabled === undefined} then disabled_at
          when ${isDisabled === true} then coalesce(disabled_at, now()) end
      where name = ${name} returning name
    ), ended as (
      delete from sessions using changed
      where ${endSessions !== null} and person = changed.name and digest is distinct from ${endSessions?.butFor ?? null}
    )
    insert into records (kind, actor, subject, address, detail)
    select ${record.kind}, ${record.actor}, name, ${record.address}, ${JSON.stringify(record.detail ?? {})}::text::jsonb from changed`;
}

/** Uses the code of this step. @returns false when it, or a later one, was used before */
export async function useTotpStep({ sql: query }: Database, name: string, step: number): Promise<boolean> {
  const used = await query`
    update people set totp_step = ${step} where name = ${name} and (totp_step is null or totp_step < ${step}) returning name`;
  return used.length > 0;
}

function isNamed(name: string) {
  return eq(sql`lower(${people.name})`, sql`lower(${name})`);
}

function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instantFrom(text);
}
