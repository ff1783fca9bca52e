import type { Role } from './roles.ts';
import type { Scope } from './scope.ts';

/** Which group of the OpenID Connect provider gives which right (contract §1, OIDC_ROLES and OIDC_AGENCIES). */
export type ProviderRights = {
  readonly roles: readonly { readonly group: string; readonly role: Role }[];
  /** Null: nobody is bound to agencies. `*` stands for all agencies. */
  readonly agencies: readonly { readonly group: string; readonly agency: string }[] | null;
};

type Rights = Scope & { readonly kind: 'rights'; readonly role: Role };

/**
 * The role is that of the first entry of the settings whose group the person is in; the agencies are those of all its groups. Where groups
 * decide the agencies, a person without such a group may see none.
 */
export function rightsOfGroups(groups: readonly string[], settings: ProviderRights): Rights | { readonly kind: 'no_role' | 'no_agency' } {
  const role = settings.roles.find(({ group }) => groups.includes(group))?.role;
  if (role === undefined) return { kind: 'no_role' };
  if (settings.agencies === null) return { kind: 'rights', role, agencies: null };
  const own = settings.agencies.filter(({ group }) => groups.includes(group)).map(({ agency }) => agency);
  if (own.length === 0) return { kind: 'no_agency' };
  return { kind: 'rights', role, agencies: own.includes('*') ? null : [...new Set(own)].toSorted() };
}
