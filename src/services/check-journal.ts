import { auditNext, type Audit } from '../db/audit.ts';
import { insertJournalCheck, noteJournalCheck, readLastJournalCheck } from '../db/journal-checks.ts';
import { instantFrom } from '../db/open.ts';
import { insertRecord } from '../db/records.ts';
import type { Instant } from '../domain/calendar.ts';
import type { ServiceDeps } from './service-deps.ts';

type Deps = Pick<ServiceDeps, 'database' | 'log'>;

/** Dossiers that one statement reads, so that each takes well under a second. */
const PART = 1000;

/** `stopped`: its process ended before it did. `events`: how many there were at the start; `checked`: how many were read. */
export type JournalCheck = {
  readonly id: number;
  readonly state: 'running' | 'stopped' | 'ended';
  readonly startedBy: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly events: number;
  readonly checked: number;
  readonly brokenAt: Audit['brokenAt'];
};

/** Starts a verification of the whole journal, which goes on in this process. @returns false while another one runs anywhere */
export async function startJournalCheck(deps: Deps, by: { readonly name: string; readonly address: string | null }): Promise<boolean> {
  const id = await insertJournalCheck(deps.database, by.name);
  if (id === null) return false;
  void run(deps, id, by).catch((error: unknown) => deps.log.warn({ err: error }, 'journal_check_stopped'));
  return true;
}

/** Dossier by dossier: each is read in one snapshot, and one that is registered meanwhile was not there when the verification began. */
async function run({ database }: Deps, id: number, by: { readonly name: string; readonly address: string | null }): Promise<void> {
  let [events, brokenAt, after]: [number, Audit['brokenAt'], string | null] = [0, null, null];
  for (;;) {
    const part: Awaited<ReturnType<typeof auditNext>> = await auditNext(database, after, PART);
    [events, brokenAt, after] = [events + part.events, brokenAt ?? part.brokenAt, part.upTo];
    if (!(await noteJournalCheck(database, id, { events, brokenAt }, after === null))) return;
    if (after === null) break;
  }
  const detail = { events, brokenAt };
  await insertRecord(database, { kind: 'journal_verified', actor: by.name, subject: null, address: by.address, detail });
}

/** The last verification that somebody started; null when nobody has. */
export async function findJournalCheck({ database }: Pick<ServiceDeps, 'database'>): Promise<JournalCheck | null> {
  const row = await readLastJournalCheck(database);
  if (row === null) return null;
  const { id, startedBy, events, checked, brokenCode, brokenSeq } = row;
  const brokenAt = brokenCode === null || brokenSeq === null ? null : { receiptCode: brokenCode, seq: brokenSeq };
  const state = row.endedAt !== null ? 'ended' : row.isRunning ? 'running' : 'stopped';
  const endedAt = row.endedAt === null ? null : instantFrom(row.endedAt);
  return { id, state, startedBy, startedAt: instantFrom(row.startedAt), endedAt, events, checked, brokenAt };
}
