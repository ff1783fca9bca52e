import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { Config } from '../config/config.ts';
import { SEARCH_ATTRIBUTES } from '../workflows/contract.ts';
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

/** Registers what operators filter by (contract §5). Idempotent. */
export async function migrateTemporal({ client }: Temporal, namespace: string): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, type === 'DATETIME' ? DATETIME : KEYWORD]),
  );
  await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes }).catch((error: unknown) => {
    if (grpcStatusOf(error) !== GRPC_STATUS.alreadyExists) throw error;
  });
}

/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;
const DATETIME = 6;
