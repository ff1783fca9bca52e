import type { FindAgency } from '../../domain/agency.ts';

/** What an agency is called; its id where the settings do not name it any more. */
export function agencyName(id: string, findAgency: FindAgency): string {
  return findAgency(id)?.name ?? id;
}
