import { Client, Connection, isGrpcServiceError, type ConnectionOptions } from '@temporalio/client';
import type { Config } from '../config/config.ts';
import { attributes } from '../workflows/contract.ts';

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

/** Registers what operators filter by (contract §5); again is the same. */
export async function migrateTemporal({ client }: Temporal, namespace: string): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.values(attributes).map(({ name, type }) => [name, type === 'DATETIME' ? DATETIME : KEYWORD]),
  );
  await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes }).catch((error: unknown) => {
    if (!(isGrpcServiceError(error) && error.code === ALREADY_EXISTS)) throw error;
  });
}

const ALREADY_EXISTS = 6;
/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;
const DATETIME = 6;
