import { auditJournal } from '../../../src/db/audit.ts';
import { readRecords } from '../../../src/db/dossier-records.ts';
import type { Database } from '../../../src/db/open.ts';
import type { Instant } from '../../../src/domain/calendar.ts';
import { judgeNotices, type Finding } from '../../../src/domain/invariants.ts';
import { judgeLine } from '../../../src/domain/judge-line.ts';
import type { CodeKey } from '../../../src/domain/receipt-code.ts';

const AT_ONCE = 500;

export type Proof = { readonly events: number; readonly dossiers: number; readonly findings: readonly Finding[] };

/** The audit of the whole journal (I6), and I1–I3 and I8 of `sample` dossiers, by the functions of `check`. */
export async function proveSound(database: Database, sample: number, now: Instant): Promise<Proof> {
  const { ok, events, brokenAt } = await auditJournal(database);
  const broken: Finding[] = ok ? [] : [{ invariant: 'I6', about: brokenAt?.receiptCode ?? '', what: `broken at event ${brokenAt?.seq}` }];
  const rows = await database.sql<{ code_key: CodeKey }[]>`select code_key from dossiers order by hash limit ${sample}`;
  const findings = [...broken];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const keys = rows.slice(from, from + AT_ONCE).map(({ code_key }) => code_key);
    for (const record of await readRecords(database, keys)) {
      const mayHaveHadNoPhone = record.head.contact.phone === null || record.events.some(({ type }) => type === 'contact');
      findings.push(...judgeNotices({ ...record, underWay: 0, patienceMs: 0, mayHaveHadNoPhone, now }), ...judgeLine(record, 0, now));
    }
  }
  return { events, dossiers: rows.length, findings };
}
