import type { Scope } from '../../domain/scope.ts';
import type { AppDeps } from '../route-deps.ts';
import { agencyName } from './agency-name.ts';
import type { Option } from './parts/fields.tsx';

/** The agencies of which a person may know, to choose from. */
export function agencyOptions({ agencies }: Scope, deps: Pick<AppDeps, 'agencies' | 'findAgency'>): readonly Option[] {
  return (agencies ?? deps.agencies).map((id) => ({ value: id, text: agencyName(id, deps.findAgency) }));
}
