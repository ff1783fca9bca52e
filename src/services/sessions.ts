import { createHash, randomBytes } from 'node:crypto';
import {
  deleteSession,
  findSession as findRow,
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
  await insertSession(database, digestOf(token), person, draft);
  return token;
}

/** Null when there is no such session, when it has ended, or when the person was disabled. */
export async function findSession({ database }: Deps, token: string): Promise<Session | null> {
  const row = await findRow(database, digestOf(token));
  return row && { id: row.digest, name: row.person, role: row.role, agencies: row.agencies };
}

export async function endSession({ database }: Deps, session: Session): Promise<void> {
  await deleteSession(database, session.id);
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
