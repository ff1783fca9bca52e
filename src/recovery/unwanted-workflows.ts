import type { Temporal } from '../temporal/connect.ts';
import type { Database } from '../db/open.ts';
import { readRecords, type DossierRecord } from '../db/dossier-records.ts';
import type { Disagreement } from './disagreements.ts';
import type { DossierEvent } from '../domain/dossier.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { readHistory, type WorkflowHistory } from '../temporal/history.ts';
import { listRunningWorkflows, type RunningWorkflow } from '../temporal/running-workflows.ts';

/** A running workflow of a dossier that PostgreSQL does not know. */
export type Stray = RunningWorkflow & { readonly past: WorkflowHistory };

/** What one page of Temporal's list holds that should not run: strays, and dossiers in the archive whose workflow has not ended. */
export type Unwanted = { readonly strays: readonly Stray[]; readonly archived: readonly DossierRecord[] };

/** Workflows judged at a time. */
const PAGE_SIZE = 200;

/** Finds running workflows that nothing in PostgreSQL leads to. Temporal's list is a moment old, so PostgreSQL is read after it. */
export async function* findUnwantedWorkflows(client: Temporal['client'], database: Database): AsyncGenerator<Unwanted> {
  let page: RunningWorkflow[] = [];
  for await (const running of listRunningWorkflows(client)) {
    page.push(running);
    if (page.length < PAGE_SIZE) continue;
    yield await unwantedIn(client, database, page);
    page = [];
  }
  yield await unwantedIn(client, database, page);
}

export function describeStray({ code, past: { registration, events } }: Stray): Disagreement {
  const from = registration ? `registered at ${registration.recordedAt} for agency ${registration.agency}` : 'its registration is unknown';
  const what = `${from}; the journal does not know it, and a new registration of this code would join it${describeLost(events)}`;
  return { kind: 'workflow_without_dossier', about: code, what };
}

/** `; lost: event 3, progress {"step":"Phê duyệt"}, recorded …`, or nothing when no event is lost. */
export function describeLost(events: readonly DossierEvent[]): string {
  return events.length > 0 ? `; lost: ${events.map(describeEvent).join('; ')}` : '';
}

/** `event 3, progress {"step":"Phê duyệt"}, recorded 2026-11-24T01:00:00.000Z`. An event holds no personal data. */
export function describeEvent({ seq, type, recordedAt, ...more }: DossierEvent): string {
  const body = Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'occurredAt'));
  return `event ${seq}, ${type} ${JSON.stringify(body)}, recorded ${recordedAt}`;
}

async function unwantedIn(client: Temporal['client'], database: Database, page: readonly RunningWorkflow[]): Promise<Unwanted> {
  const records = await readRecords(
    database,
    page.map(({ code }) => codeKey(code)),
  );
  const known = new Set(records.map(({ head }) => head.codeKey));
  const strangers = page.filter(({ code }) => !known.has(codeKey(code)));
  const strays = await Promise.all(strangers.map(async (each) => ({ ...each, past: await readHistory(client, each.code, each.runId) })));
  return { strays, archived: records.filter(({ head }) => head.closed && head.snapshot !== null) };
}
