import type { Scope } from './scope.ts';

/** Whether somebody with this scope may see and change the account of a person with that one: never of one who may do more. */
export function mayManage({ agencies: own }: Scope, { agencies }: Scope): boolean {
  return own === null || (agencies !== null && agencies.every((agency) => own.includes(agency)));
}
