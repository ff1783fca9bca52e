import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** `agencies`: those of the settings; null where the settings are not read, and then any agency is taken. */
export type PeopleDeps = Pick<ServiceDeps, 'database'> & { readonly agencies: readonly string[] | null };

/** Who changes an account, and from where: an operator, or whoever runs the command. */
export type Manager = Scope & { readonly name: string; readonly address: string | null };
