import { Client, Connection } from '@temporalio/client';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, messageOf } from '../../infra/stack/eventually.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import type { Finding } from './judge/finding.ts';
import { phonesIn } from './judge/phones.ts';
import type { World } from './world.ts';

/** Histories that are read whole, of the last ones started. */
const HISTORIES = 200;

/** I7: every number that was used in this run, looked for in logs, metrics, Temporal's histories and its store. */
export async function leakedPhones(world: World): Promise<readonly Finding[]> {
  const phones = phonesOf(world);
  const found: Finding[] = [];
  const look = (where: string, bytes: Buffer) => found.push(...phonesIn(where, bytes, phones));
  for (const name of readdirSync(world.stack.logDir).filter((file) => file !== 'telco.log'))
    look(name, readFileSync(path.join(world.stack.logDir, name)));
  // The first time a connection of before a kill may be found dead.
  const scrape = (url: string) => eventually('the metrics', async () => (await fetch(`${url}/metrics`)).arrayBuffer());
  for (const url of world.stack.apiUrls) look('/metrics', Buffer.from(await scrape(url)));
  const store = path.join(world.dataDir, 'temporal.db');
  for (const file of [store, `${store}-wal`].filter((each) => existsSync(each))) look(path.basename(file), readFileSync(file));
  await eachHistory(world, (workflowId, history) => look(`the history of ${workflowId}`, history));
  return found;
}

/** All that the network wrote to, and all that texted. */
function phonesOf(world: World): ReadonlySet<string> {
  return new Set(world.log().flatMap((entry) => (entry.type === 'handover' ? [entry.to] : entry.type === 'text' ? [entry.from] : [])));
}

async function eachHistory({ stack }: World, look: (workflowId: string, history: Buffer) => void): Promise<void> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    const { workflow } = new Client({ connection });
    const ids: string[] = [];
    for await (const { workflowId } of workflow.list({ pageSize: HISTORIES })) {
      ids.push(workflowId);
      if (ids.length === HISTORIES) break;
    }
    await forEachAtOnce(ids, 4, async (id) => {
      const history = await workflow.getHandle(id).fetchHistory();
      // Payloads are bytes: as latin1 they read as the JSON they hold.
      look(
        id,
        Buffer.from(
          JSON.stringify(history, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value)),
          'latin1',
        ),
      );
    });
  } catch (error) {
    throw new Error(`Temporal's histories could not be read: ${messageOf(error)}`, { cause: error });
  } finally {
    await connection.close();
  }
}
