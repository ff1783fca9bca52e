import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { Config } from '../config/config.ts';
import type { Agency } from '../domain/agency.ts';
import { DOSSIERS_QUEUE, SEARCH_ATTRIBUTES, SMS_QUEUE } from '../workflows/contract.ts';
import { GRPC_STATUS, grpcStatusOf } from './errors.ts';

/** `client` retries; `queries` never does, because an inquiry has no time for it (architecture §5.4). */
export type Temporal = { readonly client: Client; readonly queries: Client; readonly close: () => Promise<void> };

/** Connects when first used, so that a program starts without the server and finds it again. */
export function openTemporal({ address, namespace, tls, apiKey }: Config['temporal']): Temporal {
  const options: ConnectionOptions = { address, tls: tls ?? false, ...(apiKey === undefined ? {} : { apiKey }) };
  const connections = [Connection.lazy(options), Connection.lazy({ ...options, interceptors: [] })] as const;
  return {
    client: new Client({ connection: connections[0], namespace }),
    queries: new Client({ connection: connections[1], namespace }),
    close: async () => void (await Promise.all(connections.map((connection) => connection.close()))),
  };
}

/**
 * Registers what operators filter by (contract §5), and on both queues the part that each agency has of a full queue (architecture §5.11).
 * Idempotent.
 * @param agencies an agency that is not among them keeps the part that it has
 */
export async function migrateTemporal({ client }: Temporal, namespace: string, agencies: Weights = {}): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, type === 'DATETIME' ? DATETIME : KEYWORD]),
  );
  await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes }).catch((error: unknown) => {
    if (grpcStatusOf(error) !== GRPC_STATUS.alreadyExists) throw error;
  });
  await setWeights(client, namespace, agencies);
}

type Weights = Readonly<Record<string, Pick<Agency, 'weight'>>>;

/** The server keeps the weights, so that no history knows them. An agency of weight 1 is like one of which it knows nothing. */
async function setWeights({ workflowService }: Client, namespace: string, agencies: Weights): Promise<void> {
  const all = Object.entries(agencies).map(([agency, { weight }]) => [agency, weight] as const);
  for (const [taskQueue, taskQueueType] of WEIGHTED)
    for (let from = 0; from < all.length; from += WEIGHTS_MAX) {
      const some = all.slice(from, from + WEIGHTS_MAX);
      await workflowService.updateTaskQueueConfig({
        namespace,
        taskQueue,
        taskQueueType, // oxlint-disable-line typescript/no-unsafe-enum-assignment -- the enum is in a package that is not ours
        identity: 'migrate',
        setFairnessWeightOverrides: Object.fromEntries(some.filter(([, weight]) => weight !== 1)),
        unsetFairnessWeightOverrides: some.filter(([, weight]) => weight === 1).map(([agency]) => agency),
      });
    }
}

/** As many as the server takes at a time. */
const WEIGHTS_MAX = 1000;

/** `TaskQueueType` of Temporal's API. */
const [WORKFLOWS, ACTIVITIES] = [1, 2];
const WEIGHTED = [
  [DOSSIERS_QUEUE, WORKFLOWS],
  [DOSSIERS_QUEUE, ACTIVITIES],
  [SMS_QUEUE, ACTIVITIES],
] as const;

/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;
const DATETIME = 6;
