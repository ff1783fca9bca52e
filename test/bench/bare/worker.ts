import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Sent } from '../contestant.ts';
import type { BareActivities } from './workflow.ts';

/** What it tells its parent: that it is up, and every message it sends. */
export type BareNews = { readonly up: true } | Sent;

const [address = '', taskQueue = ''] = process.argv.slice(2);
const tell = (news: BareNews) => void process.send?.(news);

const activities: BareActivities = {
  sendSms: async (dossier, kind) => tell({ dossier, kind, atMs: Date.now(), key: `${dossier}/${kind}` }),
};

/** The bare SDK, fairly tuned (quality.md): a cache for all, and 60 s before a sticky task is done anew. */
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
  activities,
  maxCachedWorkflows: 5000,
  stickyQueueScheduleToStartTimeout: '60s',
});
process.on('disconnect', () => worker.shutdown());
tell({ up: true });
await worker.run();
await connection.close();
