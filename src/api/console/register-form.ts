import { z } from '@hono/zod-openapi';
import { readProcedure } from '../../domain/read-procedure.ts';
import type { RegistrationRequest } from '../../services/judge-registration.ts';
import { anyText, localDate, name, receiptCode, step, text } from '../fields.ts';
import { localMoment } from './local-moment.ts';
import type { FieldFaults, Typed } from './parts/fields.tsx';
import { readFields } from './read-form.ts';
import { REGISTER } from './texts/register.ts';

const SHAPE = {
  receiptCode,
  agency: text(50, 'an agency').optional(),
  procedure: anyText(1, 1000),
  sameDay: z.literal('true').optional(),
  phone: anyText(0, 200).optional(),
  receivedAt: localMoment,
  dueDate: localDate.optional(),
  step: step.optional(),
};

/** A procedure that was used before. */
export type KnownProcedure = RegistrationRequest['procedure'];

const PROCEDURE = z.object({ code: text(100, 'of the national database'), name: name(500, 'as people read it') });

export type RegisterRead =
  | { readonly kind: 'read'; readonly request: RegistrationRequest; readonly known: KnownProcedure | null }
  | { readonly kind: 'refused'; readonly faults: FieldFaults };

/** Reads the form of a new dossier. `known`: the procedure that was chosen of those used before. `agencies`: among which one has to be named. */
export function readRegisterForm(typed: Typed, procedures: readonly KnownProcedure[], agencies: readonly string[]): RegisterRead {
  const read = readFields(typed, SHAPE, REGISTER.labels);
  const procedure = typed['procedure'] === undefined ? null : readProcedure(typed['procedure'], procedures);
  const named = PROCEDURE.safeParse(procedure);
  const faults = {
    ...(read.kind === 'refused' ? inOwnWords(read.faults) : {}),
    ...procedureFault(typed, procedure !== null, named.success),
  };
  const isAgencyMissing = agencies.length > 1 && (typed['agency'] ?? '') === '';
  const all = isAgencyMissing ? { ...faults, agency: REGISTER.whichAgency } : faults;
  if (read.kind === 'refused' || !named.success || isAgencyMissing) return { kind: 'refused', faults: inOrder(all) };
  const { agency = agencies[0], sameDay, ...values } = read.values;
  const known = procedures.find(({ code, name }) => code === named.data.code && name === named.data.name) ?? null;
  return { kind: 'read', request: { ...values, agency, procedure: { ...named.data, sameDay: sameDay !== undefined } }, known };
}

function procedureFault(typed: Typed, isRead: boolean, isTaken: boolean): FieldFaults {
  if (isTaken || (typed['procedure'] ?? '').trim() === '') return {};
  return { procedure: isRead ? REGISTER.procedureTooLong : REGISTER.procedureUnread };
}

/** The API speaks of formats that nobody types into a field of a browser. */
function inOwnWords(faults: FieldFaults): FieldFaults {
  return faults['receivedAt'] === undefined ? faults : { ...faults, receivedAt: REGISTER.receivedAtBad };
}

/** The summary names the faults as the fields stand on the page. */
function inOrder(faults: FieldFaults): FieldFaults {
  const order = Object.keys(REGISTER.labels);
  return Object.fromEntries(Object.entries(faults).toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other)));
}
