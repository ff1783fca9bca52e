import type { FindAgency } from '../../domain/agency.ts';
import type { Scope } from '../../domain/scope.ts';
import { agencyName } from './agency-name.ts';
import type { Option } from './parts/fields.tsx';
import type { Typed } from './parts/fields.tsx';

/** Each agency is a field of its own, so that what was ticked comes back as everything else that was typed. */
const PREFIX = 'agency:';

/** The agencies to which somebody with this scope may bind a person, and those to which the person is bound already. */
export function agencyFields(
  { agencies: own }: Scope,
  known: readonly string[],
  bound: readonly string[],
  findAgency: FindAgency,
): readonly Option[] {
  const ids = [...new Set([...(own ?? known), ...bound])];
  return ids.map((id) => ({ value: `${PREFIX}${id}`, text: agencyName(id, findAgency) }));
}

export function typedAgencies(agencies: readonly string[] | null): Typed {
  return Object.fromEntries((agencies ?? []).map((id) => [`${PREFIX}${id}`, 'true']));
}

/** Null when none is ticked: all of them. */
export function readAgencyFields(typed: Typed): readonly string[] | null {
  const ticked = Object.keys(typed).filter((name) => name.startsWith(PREFIX));
  return ticked.length === 0 ? null : ticked.map((name) => name.slice(PREFIX.length));
}
