import { changePerson, findPersonOfProvider, insertPerson, type PersonRow } from '../db/people.ts';
import { insertRecord } from '../db/records.ts';
import { readPersonName } from '../domain/person-name.ts';
import { rightsOfGroups, type ProviderRights } from '../domain/provider-rights.ts';
import type { Role } from '../domain/roles.ts';
import { beginSession } from './begin-session.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { FormDraft } from './sessions.ts';

/** Who has signed in at the office's OpenID Connect provider, which has proved it. */
export type ProvedByProvider = {
  /** Issuer and subject, which never change. */
  readonly subject: string;
  /** What the person is called there; only a new account takes it. */
  readonly name: string | null;
  readonly groups: readonly string[];
  readonly address: string | null;
  readonly draft: FormDraft | null;
};

/** `name_taken`: somebody else has the name, with a password or at the provider. */
export type ProviderRefusal = 'no_role' | 'no_agency' | 'bad_name' | 'name_taken' | 'disabled';

export type ProviderResult =
  | { readonly kind: 'signed_in'; readonly token: string }
  | { readonly kind: 'refused'; readonly reason: ProviderRefusal };

type Deps = Pick<ServiceDeps, 'database'>;
type Rights = { readonly role: Role; readonly agencies: readonly string[] | null };

/** Signs in through the provider (requirements §8.1). Each time role and agencies are written anew from the groups. */
export async function signInByProvider(deps: Deps, settings: ProviderRights, proved: ProvedByProvider): Promise<ProviderResult> {
  const { database } = deps;
  const { subject, groups, address, draft } = proved;
  const known = await findPersonOfProvider(database, subject);
  const rights = rightsOfGroups(groups, settings);
  if (rights.kind !== 'rights') return refuse(deps, proved, known, rights.kind);
  if (known?.disabledAt) return refuse(deps, proved, known, 'disabled');
  const name = known === null ? readPersonName(proved.name ?? '') : known.name;
  if (name === null) return refuse(deps, proved, known, 'bad_name');
  const isOwn = known === null ? await makeAccount(deps, name, rights, proved) : await keepRights(deps, known, rights, address);
  if (!isOwn) return refuse(deps, proved, known, 'name_taken');
  return { kind: 'signed_in', token: await beginSession(deps, name, { address, draft, by: 'provider' }) };
}

async function makeAccount({ database }: Deps, name: string, { role, agencies }: Rights, proved: ProvedByProvider): Promise<boolean> {
  const { subject: providerSubject, address } = proved;
  const record = { kind: 'person_added', actor: name, subject: name, address, detail: { role, agencies, by: 'provider' } } as const;
  const isMade = await insertPerson(database, { name, role, agencies, passwordHash: null, providerSubject }, record);
  // The same person may sign in twice at once.
  return isMade || (await findPersonOfProvider(database, providerSubject))?.name === name;
}

async function keepRights({ database }: Deps, person: PersonRow, { role, agencies }: Rights, address: string | null): Promise<true> {
  const isSame = person.role === role && JSON.stringify(person.agencies?.toSorted()) === JSON.stringify(agencies ?? undefined);
  if (isSame) return true;
  const { name } = person;
  const detail = { from: { role: person.role, agencies: person.agencies }, to: { role, agencies }, by: 'provider' };
  await changePerson(database, name, { role, agencies }, { kind: 'person_changed', actor: name, subject: name, address, detail });
  return true;
}

async function refuse({ database }: Deps, { address }: ProvedByProvider, known: PersonRow | null, reason: ProviderRefusal) {
  const record = {
    kind: 'sign_in_failed',
    actor: null,
    subject: known?.name ?? null,
    address,
    detail: { reason, by: 'provider' },
  } as const;
  await insertRecord(database, record);
  return { kind: 'refused', reason } as const;
}
