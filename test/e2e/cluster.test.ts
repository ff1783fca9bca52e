import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareCluster } from '../../infra/cluster/prepare-cluster.ts';
import { eventually } from '../../infra/stack/eventually.ts';
import { startStack, type Stack } from '../../infra/stack/stack.ts';
import type { Handover } from '../../infra/dev/telco/handovers.ts';
import {
  BAD_CURSORS,
  expectBadCursor,
  expectListed,
  expectPages,
  LIST_CASES,
  LISTED_DOSSIERS,
  type List,
} from '../support/dossier-lists.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';

/** Where there is no Temporal server yet, it is built first. */
const WITH_A_BUILD_MS = 20 * 60_000;

/** `npm run cluster`: Temporal's server on PostgreSQL, two of each program. */
describe('a cluster on one machine', () => {
  let dataDir: string;
  let stack: Stack;
  beforeAll(async () => {
    dataDir = await makeTemporaryFolder('cluster');
    stack = await startStack({ dataDir, fresh: true, prepareTemporal: prepareCluster, apis: 2, workers: 2, say: console.log });
  }, WITH_A_BUILD_MS);
  afterAll(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('each api takes a dossier, and each citizen is told once', async () => {
    await register(stack.apiUrls[0], 'CLUSTER-1');
    await register(stack.apiUrls[1], 'CLUSTER-2');
    await toldOnce('CLUSTER-1', 'CLUSTER-2');
  });

  test('kill -9 of the Temporal server and of one worker loses nothing', async () => {
    const { temporal, worker } = stack.children;
    await Promise.all([temporal.kill(), worker[0]?.kill()]);
    await register(stack.apiUrls[1], 'CLUSTER-3');
    await temporal.start();
    await toldOnce('CLUSTER-1', 'CLUSTER-2', 'CLUSTER-3');
  });

  test('contract §2 a list of one api shows what the other has just taken', { timeout: 120_000 }, async () => {
    const list: List = async (query) => {
      const answer = await fetch(`${stack.apiUrls[0]}/v1/dossiers${query}`, { headers: { authorization: `Bearer ${stack.keys.clerk}` } });
      return { status: answer.status, body: await answer.json() };
    };
    for (const { receiptCode, ...some } of LISTED_DOSSIERS) await register(stack.apiUrls[1], receiptCode, { phone: null, ...some });
    for (const each of LIST_CASES) await expectListed(list, each);
    for (const cursor of BAD_CURSORS) await expectBadCursor(list, cursor);
    await expectPages(list);
  });

  async function register(apiUrl: string | undefined, receiptCode: string, some: object = {}): Promise<void> {
    const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
    const answer = await fetch(`${apiUrl}/v1/dossiers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.keys.clerk}`, 'content-type': 'application/json' },
      body: JSON.stringify({ receiptCode, procedure, phone: '0905123456', step: 'Trả kết quả', ...some }),
    });
    expect(answer.status).toBe(201);
  }

  async function toldOnce(...codes: readonly string[]): Promise<void> {
    const accepted = await eventually(
      'as many messages as dossiers',
      async () => {
        const all = (await (await fetch(`${stack.telcoUrl}/api/handovers`)).json()) as readonly Handover[];
        const taken = all.filter(({ outcome }) => outcome === 'accepted');
        return taken.length >= codes.length && taken;
      },
      { withinMs: 60_000 },
    );
    expect(accepted.map(({ id }) => id).toSorted()).toEqual(codes.map((code) => `${code}/result/1`));
  }
});
