import { ROLES, type Role } from '../../src/domain/roles.ts';
import { KEYS } from './signature.ts';

/** `AGENCIES_FILE` of these keys. */
export const AGENCIES = { 'so-y-te': 'Sở Y tế', 'so-xay-dung': 'Sở Xây dựng' } as const;

const BOUND_TO = { all: null, one: 'so-y-te', both: 'so-y-te|so-xay-dung' } as const;
export type KeyScope = keyof typeof BOUND_TO;

/** The key of a role that is valid for all agencies, for one, or for both. */
export function keyOf(role: Role, scope: KeyScope): string {
  return scope === 'all' ? KEYS[role] : `${role}-of-${scope}-0123456789`;
}

/** The setting of all these keys. */
export const BOUND_KEYS = ROLES.flatMap((role) =>
  (['all', 'one', 'both'] as const).map((scope) => {
    const key = `${role}-${scope}:${role}:${keyOf(role, scope)}`;
    return BOUND_TO[scope] === null ? key : `${key}:${BOUND_TO[scope]}`;
  }),
).join(',');
