import { z } from 'zod';
import type { Agency } from '../domain/agency.ts';
import { isSameName } from '../domain/fixed-names.ts';
import { notInGsm7, withoutDiacritics } from '../domain/sms-text.ts';
import { expectedIn, faultAt, faultsIn, type Fault } from './faults.ts';
import { plainText, readJsonFile, readText, sender } from './values.ts';

export type Agencies = Readonly<Record<string, Agency>>;

/** The longest name of an agency, and of a step in public, characters. */
export const NAME_MAX = 100;
/** As long as a registration may name it (contract §2), and as Temporal takes the key of its fairness. */
const [ID_MAX, ID_MAX_BYTES] = [50, 64];

const FILE = 'AGENCIES_FILE';

/** What is said of an agency of which only the name is given. */
export function agencyNamed(name: string): Agency {
  return { name, sender: null, gateways: null, publicSteps: {}, weight: 1 };
}

/** Reads AGENCIES_FILE (contract §1); what is wrong with it is added to `faults`. `gateways`: null where their own file is wrong. */
export function readAgencies(path: string, gateways: readonly string[] | null, faults: Fault[]): Agencies {
  const file = z.record(z.string(), z.unknown()).safeParse(readJsonFile(path));
  if (!file.success) faults.push(faultAt(FILE, [], 'expected a JSON file in UTF-8 of agency ids and names'));
  const agencies = new Map<string, Agency>();
  for (const [given, value] of Object.entries(file.data ?? {})) {
    const id = readText(given, ID_MAX);
    const agency = readAgency(given, value, gateways, faults);
    if (id === null || Buffer.byteLength(id) > ID_MAX_BYTES)
      faults.push(faultAt(FILE, [given], `expected an id of at most ${ID_MAX} characters on one line and ${ID_MAX_BYTES} bytes`));
    else if (agencies.has(id)) faults.push(faultAt(FILE, [given], 'is there in two spellings'));
    else if (agency) agencies.set(id, agency);
  }
  return Object.fromEntries(agencies);
}

function readAgency(id: string, value: unknown, gateways: readonly string[] | null, faults: Fault[]): Agency | null {
  const read = (typeof value === 'object' ? AGENCY : name.transform(agencyNamed)).safeParse(value, { error: expectedIn });
  if (!read.success) {
    faults.push(...faultsIn(FILE, [id], read.error.issues));
    return null;
  }
  for (const [index, gateway] of (read.data.gateways ?? []).entries())
    if (gateways && !gateways.includes(gateway))
      faults.push(faultAt(FILE, [id, 'gateways', index], `expected one of ${gateways.join(', ')}`));
  return read.data;
}

/** What is expected of a text that has to fit GSM 03.38 without diacritics (requirements §2), for each that does not. */
export function notInAscii(agencies: Agencies): Fault[] {
  return Object.entries(agencies).flatMap(([id, { name: ofAgency, publicSteps }]) => [
    ...(id === 'default' ? notFitting(ofAgency, 'AGENCY_NAME', []) : notFitting(ofAgency, FILE, [id])),
    ...Object.entries(publicSteps).flatMap(([step, shown]) => notFitting(shown, FILE, [id, 'steps', step])),
  ]);
}

function notFitting(text: string, variable: string, path: readonly string[]): Fault[] {
  const foreign = notInGsm7(withoutDiacritics(text));
  const message = `expected a name that the encoding ascii can write, came ${text} with ${foreign.join(' ')}`;
  return foreign.length > 0 ? [faultAt(variable, path, message)] : [];
}

const name = plainText(NAME_MAX);

const AGENCY = z
  .strictObject({
    name,
    sender: sender.optional(),
    gateways: z.array(z.string()).min(1).optional(),
    steps: z.record(z.string(), name).refine(areDistinct, 'expected each step once, however it is spelled').default({}),
    weight: z.int().min(1).max(100).default(1),
  })
  .transform(({ steps, weight, ...given }): Agency => {
    return { name: given.name, sender: given.sender ?? null, gateways: given.gateways ?? null, publicSteps: steps, weight };
  });

/** Software may spell a step in any of the ways of requirements §4.3. */
function areDistinct(steps: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(steps);
  return names.every((one, index) => names.slice(index + 1).every((other) => !isSameName(one, other)));
}
