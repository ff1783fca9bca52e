import { expect, inject } from 'vitest';
import type { Registration } from '../../src/domain/dossier.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import { openLog } from '../../src/lib/log.ts';
import { openTemporal, type Temporal } from '../../src/temporal/connect.ts';
import { startOutbox, type Outbox } from '../../src/temporal/deliver.ts';
import { eventually } from './eventually.ts';
import { aDatabase } from './records.ts';
import { openWorkflowWorld } from './workflow-world.ts';

/** Outboxes between a database of their own and the real workflow. */
export async function openOutboxWorld() {
  const [database, workflows] = await Promise.all([aDatabase(20), openWorkflowWorld(inject('temporalAddress'))]);
  const { namespace } = workflows.client.options;
  const temporalAt = (address: string) => openTemporal({ address, namespace, tls: undefined, apiKey: undefined });
  const temporal = temporalAt(inject('temporalAddress'));
  const log = openLog('silent', 'test');
  const countUndelivered = async (...dossiers: readonly Registration[]) =>
    (await database.sql`select from outbox where code_key = any(${keysOf(dossiers)})`).length;

  return {
    ...workflows,
    database,
    temporalAt,
    anOutbox(to: Temporal = temporal): Outbox & AsyncDisposable {
      const outbox = startOutbox({ database, client: to.client, log });
      return { ...outbox, [Symbol.asyncDispose]: outbox.stop };
    },
    countUndelivered,
    nothingIsLeftOf: (...dossiers: readonly Registration[]) =>
      eventually(async () => expect(await countUndelivered(...dossiers)).toBe(0), 20_000),
    /** As if the process that wrote them had been gone for long. */
    makeOverdue: (...dossiers: readonly Registration[]) =>
      database.sql`update outbox set due_at = now() where code_key = any(${keysOf(dossiers)})`,
    async [Symbol.asyncDispose]() {
      await Promise.all([workflows[Symbol.asyncDispose](), temporal.close()]);
      await database.close();
    },
  };
}

export type OutboxWorld = Awaited<ReturnType<typeof openOutboxWorld>>;

function keysOf(dossiers: readonly Registration[]): string[] {
  return dossiers.map(({ receiptCode }) => codeKey(receiptCode));
}
