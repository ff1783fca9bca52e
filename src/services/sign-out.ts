import { insertRecord } from '../db/records.ts';
import { deleteSession, deleteSessionsOf } from '../db/sessions.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Session } from './sessions.ts';

/** `everywhere`: on all devices of the person. */
export async function signOut(
  { database }: Pick<ServiceDeps, 'database'>,
  { id, name }: Session,
  { everywhere, address }: { readonly everywhere: boolean; readonly address: string | null },
): Promise<void> {
  await insertRecord(database, { kind: everywhere ? 'signed_out_everywhere' : 'signed_out', actor: name, subject: name, address });
  await (everywhere ? deleteSessionsOf(database, name) : deleteSession(database, id));
}
