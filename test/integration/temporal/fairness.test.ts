import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrateTemporal } from '../../../src/temporal/connect.ts';
import { SMS_QUEUE } from '../../../src/workflows/contract.ts';
import { forEachAtOnce } from '../../support/at-once.ts';
import { aRegistration, code } from '../../support/dossiers.ts';
import { eventually } from '../../support/eventually.ts';
import { openWorkflowWorld } from '../../support/workflow-world.ts';

let world: Awaited<ReturnType<typeof openWorkflowWorld>>;
beforeAll(async () => void (world = await openWorkflowWorld(inject('temporalAddress'), undefined, undefined, { isLinkUp: false })));
afterAll(() => world[Symbol.asyncDispose]());

const PATIENCE_MS = 90_000;
let next = 900_000_001;

test('of three agencies one floods the queue: the notices of the others are not late', { timeout: 180_000 }, async () => {
  const order = await orderOfNotices({ flood: 120, one: 5, two: 5 });
  const places = order.flatMap((agency, place) => (agency === 'flood' ? [] : [place]));
  expect(places).toHaveLength(10);
  // With equal parts the fifth notice of each stands at about 15. Without fairness all of them stand behind 120.
  expect(Math.max(...places)).toBeLessThan(40);
});

test(
  'AGENCIES_FILE: an agency of weight 4 has four times the part of one of weight 1, as migrate told the server',
  { timeout: 180_000 },
  async () => {
    await migrateTemporal(temporal(), world.namespace, { heavy: { weight: 4 }, light: { weight: 1 } });
    const order = await orderOfNotices({ light: 60, heavy: 60 });
    const first = order.slice(0, 40).filter((agency) => agency === 'heavy').length;
    expect(first).toBeGreaterThanOrEqual(26);
    expect(first).toBeLessThanOrEqual(37);

    await migrateTemporal(temporal(), world.namespace, { heavy: { weight: 1 }, light: { weight: 1 } });
    const equal = await orderOfNotices({ light: 60, heavy: 60 });
    expect(equal.slice(0, 40).filter((agency) => agency === 'heavy').length).toBeLessThan(26);
  },
);

/** Gathers a result for each dossier, agency by agency, while the link is down. @returns whose notice left, in order, when it is up */
async function orderOfNotices(counts: Readonly<Record<string, number>>): Promise<readonly string[]> {
  const left: string[] = [];
  world.answerWith(({ agency }) => {
    left.push(agency);
    return { status: 'sent' };
  });
  let all = 0;
  for (const [agency, count] of Object.entries(counts)) {
    const dossiers = Array.from({ length: count }, () => aRegistration({ receiptCode: code(String(next++)), agency, step: 'Trả kết quả' }));
    await forEachAtOnce(dossiers, 20, (dossier) => world.start(dossier));
    all += count;
    await eventually(async () => expect(await waiting()).toBe(all), PATIENCE_MS);
  }
  await world.whileNarrowLinkIsUp(() => eventually(() => expect(left).toHaveLength(all), PATIENCE_MS));
  return left;
}

/** The messages that wait in the queue of the server. */
async function waiting(): Promise<number> {
  const { stats } = await world.client.workflowService.describeTaskQueue({
    namespace: world.namespace,
    taskQueue: { name: SMS_QUEUE },
    taskQueueType: 2, // oxlint-disable-line typescript/no-unsafe-enum-assignment -- activities; the enum is in a package that is not ours
    reportStats: true,
  });
  return Number(stats?.approximateBacklogCount ?? 0);
}

function temporal() {
  return { client: world.client, queries: world.client, close: async () => {} };
}
