import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDossierReader } from '../../../src/services/read-dossier.ts';
import { archiveDossier } from '../../../src/activities/archive-dossier.ts';
import type { InquirySource } from '../../../src/domain/inquiry-outcome.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { openTemporal, type Temporal } from '../../../src/temporal/connect.ts';
import { startWorkflow } from '../../../src/temporal/start.ts';
import { workflowId } from '../../../src/workflows/contract.ts';
import { eventually } from '../../support/eventually.ts';
import { aDatabase, anEvent, aRecordedDossier, progress, record } from '../../support/records.ts';
import { openWorkflowWorld, type WorkflowWorld } from '../../support/workflow-world.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
let world: WorkflowWorld;
let temporal: Temporal;

beforeAll(async () => {
  [database, world] = await Promise.all([aDatabase(), openWorkflowWorld(inject('temporalAddress'))]);
  temporal = temporalAt(inject('temporalAddress'));
});
afterAll(async () => {
  await Promise.all([world[Symbol.asyncDispose](), temporal.close()]);
  await database.close();
});

test('the workflow answers when it knows what the journal knows (requirements §7.6)', async () => {
  const dossier = await aRunningDossier();
  const { read, sources } = aReader();
  await world.signal(dossier, ...(await record(database, dossier, progress('Thẩm định'))));
  await eventually(async () => expect((await world.status(dossier)).seq).toBe(1));
  expect(await read(dossier)).toMatchObject({ source: 'workflow', dossier: { seq: 1, step: 'Thẩm định' }, head: { seq: 1 } });
  expect(sources).toEqual(['workflow']);
});

test('the journal answers while the workflow is behind it', async () => {
  const dossier = await aRunningDossier();
  await record(database, dossier, progress('Thẩm định'));
  expect(await aReader().read(dossier)).toMatchObject({ source: 'journal', dossier: { seq: 1, step: 'Thẩm định' } });
});

test('the journal answers at once while this process still has events to deliver', async () => {
  const dossier = await aRunningDossier();
  const { read } = aReader({ isPending: (key) => key === codeKey(dossier.receiptCode) });
  expect((await read(dossier))?.source).toBe('journal');
});

test('the journal answers for a workflow that is not there yet', async () => {
  expect((await aReader().read(await aRecordedDossier(database)))?.source).toBe('journal');
});

test('the journal answers at once for a workflow before its first task, which says nothing about the others', async () => {
  const [fresh, well] = [await aRecordedDossier(database), await aRunningDossier()];
  await startWorkflow(world.client, fresh, [], { firstTaskAfterMs: 60_000 });
  const { read } = aReader({ deadlineMs: 5000 });
  for (let turn = 0; turn < 6; turn++) {
    const { answer, tookMs } = await timed(() => read(fresh));
    expect([answer?.source, tookMs < 1000]).toEqual(['journal', true]);
  }
  expect((await read(well))?.source).toBe('workflow');
});

test('without a worker the journal answers after the deadline; then it answers at once, until probes succeed', async () => {
  const [alone, well] = [await aDossierWithoutWorker(), await aRunningDossier()];
  const { read } = aReader({ deadlineMs: 200 });
  for (let turn = 0; turn < 5; turn++) {
    const { answer, tookMs } = await timed(() => read(alone));
    expect(answer).toMatchObject({ source: 'journal', dossier: { seq: 0 } });
    expect([tookMs > 150, tookMs < 1500]).toEqual([true, true]);
  }
  const { answer, tookMs } = await timed(() => read(well));
  expect(answer?.source).toBe('journal');
  expect(tookMs).toBeLessThan(150);
  await eventually(async () => expect((await read(well))?.source).toBe('workflow'), 10_000);
});

test('the journal answers while Temporal is away', async () => {
  const dossier = await aRunningDossier();
  const away = temporalAt('127.0.0.1:1');
  const { answer, tookMs } = await timed(() => aReader({ queries: away.queries }).read(dossier));
  expect(answer?.source).toBe('journal');
  expect(tookMs).toBeLessThan(1500);
  await away.close();
});

test('a closed dossier is read from the journal until its workflow has ended, and then from its snapshot', async () => {
  const dossier = await aRecordedDossier(database);
  await record(database, dossier, anEvent({ type: 'close', body: { outcome: 'withdrawn' } }));
  const { read, sources } = aReader();
  const before = await read(dossier);
  await archiveDossier(database, dossier.receiptCode);
  const after = await read(dossier);
  expect(sources).toEqual(['journal', 'archive']);
  expect(after?.dossier).toEqual(before?.dossier);
});

test('an unknown code has no dossier', async () => {
  expect(await aReader().reader.byKey({ agencies: null }, codeKey('NOWHERE'))).toBeNull();
});

test('a query about a code without a workflow is no failure of the server', async () => {
  const well = await aRunningDossier();
  const { reader, read } = aReader();
  for (let turn = 0; turn < 10; turn++) expect(await reader.byWorkflowAlone(codeKey('NOWHERE-1'))).toBeNull();
  expect((await read(well))?.source).toBe('workflow');
});

test('no answer is ever older than the journal was when it was asked', async () => {
  const dossier = await aRunningDossier();
  const { read, sources } = aReader();
  for (let seq = 1; seq <= 30; seq++) {
    const told = await record(database, dossier, progress(`Bước ${seq}`));
    const signalling = world.signal(dossier, ...told);
    if (seq % 2 === 0) await signalling;
    const answers = await Promise.all([read(dossier), read(dossier)]);
    expect(answers.map((answer) => answer?.dossier)).toMatchObject([{ seq, step: `Bước ${seq}` }, { seq }]);
    await signalling;
  }
  expect(sources).toContain('workflow');
});

function aReader(some: Partial<Parameters<typeof createDossierReader>[0]> = {}) {
  const sources: InquirySource[] = [];
  const reader = createDossierReader({
    database,
    queries: temporal.queries,
    deadlineMs: 2000,
    isPending: () => false,
    onRead: (source) => void sources.push(source),
    ...some,
  });
  return { reader, sources, read: ({ receiptCode }: Registration) => reader.byKey({ agencies: null }, codeKey(receiptCode)) };
}

function temporalAt(address: string): Temporal {
  const { namespace } = world.client.options;
  return openTemporal({ address, namespace, tls: undefined, apiKey: undefined });
}

async function aRunningDossier(): Promise<Registration> {
  const dossier = await aRecordedDossier(database);
  await world.start(dossier);
  await eventually(() => world.status(dossier));
  return dossier;
}

async function aDossierWithoutWorker(): Promise<Registration> {
  const dossier = await aRecordedDossier(database);
  await world.client.workflow.start('dossier', {
    workflowId: workflowId(dossier.receiptCode),
    taskQueue: 'nobody',
    args: [{ registration: dossier, knownEnds: {} }],
  });
  return dossier;
}

async function timed<T>(work: () => Promise<T>) {
  const begun = performance.now();
  return { answer: await work(), tookMs: performance.now() - begun };
}
