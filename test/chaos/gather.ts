import { Client, Connection } from '@temporalio/client';
import { isDeepStrictEqual } from 'node:util';
import { readEntries, readHeads, splitJournal } from '../../src/db/dossiers.ts';
import { groupBy } from '../../src/lib/group-by.ts';
import { fold } from '../../src/domain/dossier.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import { statusQuery, workflowId } from '../../src/workflows/contract.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import type { ClerkBooks } from './clerk.ts';
import type { Citizen } from './citizens.ts';
import type { Evidence, InquiryRow, Kept, LedgerRow } from './judge/evidence.ts';
import type { Finding } from './judge/finding.ts';
import type { World } from './world.ts';

/** What journal, ledger and network say of these dossiers now. */
export async function gather(
  world: World,
  citizens: readonly Citizen[],
  { acknowledged }: Pick<ClerkBooks, 'acknowledged'>,
): Promise<Evidence> {
  const codes = new Set(citizens.map(({ code }) => code));
  const keys = citizens.map(({ code }) => codeKey(code));
  const { sql } = world.database;
  const [heads, journals, ledger, inquiries] = await Promise.all([
    readHeads(world.database, keys),
    readEntries(world.database, keys),
    sql<
      (LedgerRow & { code_key: string })[]
    >`select code_key, key, status, reason, resent, attempts from notices where code_key = any(${keys})`,
    sql<InquiryRow[]>`select id, outcome, reply, charge from inquiries`,
  ]);
  const notices = groupBy(
    ledger,
    (row) => row.code_key,
    ({ key, status, reason, resent, attempts }): LedgerRow => ({ key, status, reason, resent, attempts }),
  );
  const dossiers = heads.map((head): Kept => {
    const journal = splitJournal(journals.get(head.codeKey) ?? []);
    return { ...journal, ledger: notices.get(head.codeKey) ?? [], hasPhone: head.contact.phone !== null };
  });
  const isOurs = (text: string) => codes.has(text.split(' ')[1] ?? '');
  const log = world.log();
  const asked = new Set(log.flatMap((entry) => (entry.type === 'text' && isOurs(entry.text) ? [entry.id] : [])));
  return {
    now: Date.now(),
    dossiers,
    log: log.filter(
      (entry) => ('id' in entry && asked.has(entry.id)) || (entry.type === 'handover' && codes.has(entry.id.split('/')[0] ?? '')),
    ),
    inquiries,
    acknowledged,
    outages: world.outages(),
    played: world.saboteur.played(),
    agencyName: () => 'Sở Tài chính',
  };
}

/** Nothing that was acknowledged is missing from the journal (I6's other half: the chain is the audit's). */
export function acknowledgedAndLost({ dossiers, acknowledged }: Evidence): readonly Finding[] {
  const last = new Map(dossiers.map(({ registration, events }) => [String(registration.receiptCode), events.at(-1)?.seq ?? 0]));
  return acknowledged
    .filter(({ code, seq }) => (last.get(code) ?? -1) < seq)
    .map(({ code, seq }) => ({ invariant: 'I6', about: code, what: `event ${seq} was acknowledged and is not in the journal` }));
}

/** I5, asked of the workflows themselves; a closed one has ended and left its snapshot. */
export async function workflowsDisagree(world: World, { dossiers }: Evidence): Promise<readonly Finding[]> {
  const connection = await Connection.connect({ address: world.stack.temporalAddress });
  const { workflow } = new Client({ connection });
  const findings: Finding[] = [];
  await forEachAtOnce(dossiers, 6, async ({ registration, events }) => {
    const folded = fold(registration, events);
    const about = registration.receiptCode;
    const differs = (what: string) => findings.push({ invariant: 'I5', about, what });
    if (folded.closed !== null) {
      const [row] = await world.database.sql<{ dossier: object }[]>`select dossier from snapshots where code_key = ${codeKey(about)}`;
      if (!isDeepStrictEqual(row?.dossier, plain(folded)))
        differs(row ? 'its snapshot is not the fold of its journal' : 'closed, and not archived');
      return;
    }
    const told = await workflow.getHandle(workflowId(about)).query(statusQuery);
    if (!isDeepStrictEqual(told, plain(folded)))
      differs(`the workflow knows ${told.seq} events at ${told.step}, the journal ${folded.seq} at ${folded.step}`);
  });
  await connection.close();
  return findings;
}

/** As JSON has it. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
