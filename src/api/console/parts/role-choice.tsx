import { ROLES } from '../../../domain/roles.ts';
import { PEOPLE } from '../texts/people.ts';
import { ROLE_WORDS } from '../texts/words.ts';
import { Radios, type FieldFaults, type Typed } from './fields.tsx';

export function RoleChoice({ typed, faults }: { readonly typed: Typed; readonly faults: FieldFaults }) {
  const options = ROLES.map((role) => ({ value: role, text: ROLE_WORDS[role], hint: PEOPLE.roleHints[role] }));
  return <Radios name="role" label={PEOPLE.role} options={options} typed={typed} faults={faults} />;
}
