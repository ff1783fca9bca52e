import type { Context } from 'hono';
import type { Session } from '../../services/sessions.ts';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { listAddress } from './list-address.ts';
import { listParameters, listRequest, readListQuery, type ListRequest } from './list-query.ts';

/** The list from which a person came to a dossier: its address, what to ask the services for, and `tu` for links to its other dossiers. */
export type CameFrom = { readonly address: string; readonly request: ListRequest; readonly tu: string };

/** The list from which a person came to the dossier, or to the form of it, whose address this is. */
export function listBehind(c: Context<AppEnv>, { sessionSecrets }: AppDeps): CameFrom | null {
  return cameFromList(c.req.query('tu'), c.get('session'), sessionSecrets);
}

/** Reads `tu` of a dossier's address; null where there is none, or nothing that can be read. */
export function cameFromList(tu: string | undefined, session: Session, secrets: readonly string[]): CameFrom | null {
  if (tu === undefined) return null;
  const read = readListQuery(Object.fromEntries(new URLSearchParams(tu)), session, secrets);
  if (read.kind === 'refused') return null;
  const { values } = read;
  return {
    address: listAddress(values),
    request: listRequest(values),
    tu: listParameters(values).toString(),
  };
}
