import { printDate, type LocalDate } from '../../domain/calendar.ts';
import type { Registration } from '../../domain/dossier.ts';
import { printProcedure } from '../../domain/read-procedure.ts';
import { printMinute } from './moments.ts';
import { REGISTER } from './texts/register.ts';

type Registered = Omit<Registration, 'recordedAt' | 'policy'>;

/** In what a registration differs from the one that has its code, in sentences. The number is not among it: the journal has none. */
export function registrationDifferences(recorded: Registered, typed: Registered): readonly string[] {
  const differences = ROWS.flatMap(([label, print]) => {
    const [one, other] = [print(recorded), print(typed)];
    return one === other ? [] : [REGISTER.differs(label, one, other)];
  });
  return differences.length > 0 ? differences : [REGISTER.differsElsewhere];
}

const { labels } = REGISTER;

const ROWS: readonly (readonly [label: string, print: (registration: Registered) => string])[] = [
  [labels.procedure, ({ procedure }) => printProcedure(procedure)],
  [labels.sameDay, ({ procedure }) => (procedure.sameDay ? REGISTER.yes : REGISTER.no)],
  [labels.receivedAt, ({ receivedAt }) => printMinute(receivedAt)],
  [labels.dueDate, ({ dueDate }) => printDay(dueDate)],
  [labels.step, ({ step }) => step],
  [labels.agency, ({ agency }) => agency],
];

function printDay(day: LocalDate | null): string {
  return day === null ? REGISTER.empty : printDate(day);
}
