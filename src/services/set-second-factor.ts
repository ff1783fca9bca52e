import { changePerson } from '../db/people.ts';
import { proveAgain, type NotProved } from './prove-again.ts';
import { stepOfCode } from './second-factor.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Session } from './sessions.ts';

export type SecondFactorResult = { readonly kind: 'set' | 'wrong_code' } | NotProved;

type Deps = Pick<ServiceDeps, 'database' | 'now'>;

/** `secret`: that which the page showed; the code proves that the person's device has it. */
type On = { readonly password: string; readonly secret: string; readonly code: string; readonly address: string | null };

export async function turnOnSecondFactor(
  deps: Deps,
  session: Session,
  { password, secret, code, address }: On,
): Promise<SecondFactorResult> {
  const { id, name } = session;
  const proved = await proveAgain(deps, session, password, address);
  if (proved.kind !== 'proved') return proved;
  const step = stepOfCode(secret, code, deps.now());
  if (step === null) return { kind: 'wrong_code' };
  const record = { kind: 'second_factor_on', actor: name, subject: name, address } as const;
  await changePerson(deps.database, name, { totp: { secret, step } }, record, { butFor: id });
  return { kind: 'set' };
}

export async function turnOffSecondFactor(
  deps: Deps,
  session: Session,
  { password, address }: Pick<On, 'password' | 'address'>,
): Promise<SecondFactorResult> {
  const proved = await proveAgain(deps, session, password, address);
  if (proved.kind !== 'proved') return proved;
  const { name } = session;
  await changePerson(deps.database, name, { totp: null }, { kind: 'second_factor_off', actor: name, subject: name, address });
  return { kind: 'set' };
}
