import { insertRecord } from '../db/records.ts';
import type { ServiceDeps } from './service-deps.ts';
import { startSession, type FormDraft } from './sessions.ts';

/** `by`: how the person proved who it is. */
type Proved = { readonly address: string | null; readonly draft: FormDraft | null; readonly by: 'password' | 'code' | 'provider' };

/** Signs a person in who has proved who it is, and records it. @returns the token of the new session, for the cookie */
export async function beginSession(deps: Pick<ServiceDeps, 'database'>, person: string, { address, draft, by }: Proved): Promise<string> {
  await insertRecord(deps.database, { kind: 'signed_in', actor: person, subject: person, address, detail: { by } });
  return startSession(deps, person, draft);
}
