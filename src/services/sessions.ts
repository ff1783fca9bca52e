import { createHash, randomBytes } from 'node:crypto';
import {
  deleteSession,
  findSession as findRow,
  findSignInBegun as findBegun,
  insertSession,
  setBanner as writeBanner,
  takeBanner as readBanner,
  takeDraft as readDraft,
  type Draft,
} from '../db/sessions.ts';
import type { Role } from '../domain/roles.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A person who is signed in (requirements §8.1). `id` is the digest of the cookie's token, so that nobody can sign in with what is kept. */
export type Session = Scope & { readonly id: Buffer; readonly name: string; readonly role: Role };

export type FormDraft = Draft;

type Deps = Pick<ServiceDeps, 'database'>;

/** Starts a session for a person who has proved who it is. The token belongs into the cookie and is kept nowhere else. */
export async function startSession({ database }: Deps, person: string, draft: FormDraft | null): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await insertSession(database, { digest: digestOf(token), person, draft, awaitsCode: false });
  return token;
}

/** The password was right; nobody is signed in before the code is. The token belongs into the cookie. */
export async function awaitCode({ database }: Deps, person: string, draft: FormDraft | null): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await insertSession(database, { digest: digestOf(token), person, draft, awaitsCode: true });
  return token;
}

/** Who has only to give the code; null when nobody does, or after ten minutes. */
export async function findSignInBegun(
  { database }: Deps,
  token: string,
): Promise<{ readonly person: string; readonly draft: FormDraft | null } | null> {
  return findBegun(database, digestOf(token));
}

/** Whatever this token was good for, it is so no more. */
export async function dropToken({ database }: Deps, token: string): Promise<void> {
  await deleteSession(database, digestOf(token));
}

/** Null when there is no such session, when it has ended, or when the person was disabled. */
export async function findSession(
  { database }: Deps,
  token: string,
  { keepsAlive }: { readonly keepsAlive: boolean },
): Promise<Session | null> {
  const row = await findRow(database, digestOf(token), keepsAlive);
  return row && { id: row.digest, name: row.person, role: row.role, agencies: row.agencies };
}

/** What the next page of this session says was done. */
export async function setBanner({ database }: Deps, session: Session, text: string): Promise<void> {
  await writeBanner(database, session.id, text);
}

export async function takeBanner({ database }: Deps, session: Session): Promise<string | null> {
  return readBanner(database, session.id);
}

export async function takeDraft({ database }: Deps, session: Session, path: string): Promise<FormDraft['fields'] | null> {
  return readDraft(database, session.id, path);
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
