import { changePerson } from '../db/people.ts';
import { passwordFault, type PasswordFault } from '../domain/password-fault.ts';
import { hashPassword } from './password-hash.ts';
import { proveAgain, type NotProved } from './prove-again.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Session } from './sessions.ts';

type Passwords = { readonly oldPassword: string; readonly newPassword: string; readonly address: string | null };

export type OwnPasswordResult = { readonly kind: 'changed' } | { readonly kind: 'refused'; readonly fault: PasswordFault } | NotProved;

/** Changes the person's own password and ends all other sessions of the person. */
export async function changeOwnPassword(
  deps: Pick<ServiceDeps, 'database' | 'now'>,
  session: Session,
  { oldPassword, newPassword, address }: Passwords,
): Promise<OwnPasswordResult> {
  const { id, name } = session;
  const proved = await proveAgain(deps, session, oldPassword, address);
  if (proved.kind !== 'proved') return proved;
  const fault = passwordFault(newPassword, name);
  if (fault !== null) return { kind: 'refused', fault };
  const passwordHash = await hashPassword(newPassword);
  const record = { kind: 'password_changed', actor: name, subject: name, address } as const;
  await changePerson(deps.database, name, { passwordHash }, record, { butFor: id });
  return { kind: 'changed' };
}
