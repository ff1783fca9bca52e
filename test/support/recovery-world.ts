import { expect, inject } from 'vitest';
import { instantAt } from '../../src/domain/calendar.ts';
import type { Registration } from '../../src/domain/dossier.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import { readFoldedDossier } from '../../src/db/dossiers.ts';
import type { NewEvent } from '../../src/db/journal.ts';
import { startLineKeeper } from '../../src/db/line-keeper.ts';
import { openLog } from '../../src/lib/log.ts';
import { startOutbox } from '../../src/temporal/deliver.ts';
import { workflowId } from '../../src/workflows/contract.ts';
import { eventually } from './eventually.ts';
import { aDatabase, aRecordedDossier, eveAt, record } from './records.ts';
import { anSmsRoom } from './sms-room.ts';
import { openWorkflowWorld } from './workflow-world.ts';

/** Journal, ledger, outbox, workflows and activities as they are, with a gateway that remembers what it was handed. */
export async function openRecoveryWorld(deps: Parameters<typeof anSmsRoom>[1] = {}) {
  const database = await aDatabase(20);
  const room = await anSmsRoom(database, deps);
  const workflows = await openWorkflowWorld(inject('temporalAddress'), undefined, room.activities);
  const { client } = workflows;
  const log = openLog('silent', 'test');
  const outbox = startOutbox({ database, client, log });
  const lists = startLineKeeper({ database, log });

  const settled = async ({ receiptCode }: Registration) => {
    const rows = await database.sql`select from outbox where code_key = ${codeKey(receiptCode)}`;
    if (rows.length > 0) throw new Error(`${receiptCode} has events that were not told`);
  };
  return {
    database,
    client,
    outbox,
    lists,
    workflows,
    room,
    /** Registered and told, as the api does it; an eve is `eveInMs` away. */
    async aDossier({
      eveInMs,
      ...some
    }: Parameters<typeof aRecordedDossier>[1] & { readonly eveInMs?: number } = {}): Promise<Registration> {
      const eve = eveInMs === undefined ? {} : eveAt(instantAt(Date.now() + eveInMs));
      const dossier = await aRecordedDossier(database, { ...eve, ...some });
      outbox.deliver({ ...dossier, registration: dossier, events: [] });
      await eventually(() => settled(dossier));
      return dossier;
    },
    /** Recorded and told. */
    async say(dossier: Registration, ...events: readonly NewEvent[]): Promise<void> {
      outbox.deliver({ ...dossier, events: await record(database, dossier, ...events) });
      await eventually(() => settled(dossier));
    },
    /** Recorded and struck off, though no workflow was told: as a restored Temporal knows it. */
    async sayUnheard(dossier: Registration, ...events: readonly NewEvent[]): Promise<void> {
      await record(database, dossier, ...events);
      await database.sql`delete from outbox where code_key = ${codeKey(dossier.receiptCode)}`;
    },
    /** As if Temporal's store were gone. */
    async lose({ receiptCode }: Registration): Promise<void> {
      const { namespace } = client.options;
      const workflowExecution = { workflowId: workflowId(receiptCode) };
      await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
      await eventually(() => expect(client.workflow.getHandle(workflowId(receiptCode)).describe()).rejects.toThrow('not found'));
    },
    /** The fold of its journal. */
    fold: ({ receiptCode }: Registration) => readFoldedDossier(database, codeKey(receiptCode)),
    handle: ({ receiptCode }: Registration) => client.workflow.getHandle(workflowId(receiptCode)),
    /** The references under which the gateway was handed this dossier's notices, in order. */
    handed: ({ receiptCode }: Registration) =>
      room.handed.map(({ reference }) => reference).filter((each) => each.startsWith(`${receiptCode}/`)),
    /** Kind → status. */
    async ledger({ receiptCode }: Registration): Promise<Readonly<Record<string, string>>> {
      const rows = await database.sql<
        { key: string; status: string }[]
      >`select key, status from notices where code_key = ${codeKey(receiptCode)}`;
      return Object.fromEntries(rows.map(({ key, status }) => [key.slice(receiptCode.length + 1), status]));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([outbox.stop(), lists.stop()]);
      await workflows[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

export type RecoveryWorld = Awaited<ReturnType<typeof openRecoveryWorld>>;
