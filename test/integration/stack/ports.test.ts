import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findPort } from '../../../infra/stack/ports.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test('a free preferred port is taken without a word', async () => {
  const said: string[] = [];
  const port = await findPort('a test', 0, () => undefined);
  expect(await findPort('the API', port + 100, (line) => said.push(line))).toBe(port + 100);
  expect(said).toEqual([]);
});

test('a port in use: the next one, with a line that says so', async () => {
  const said: string[] = [];
  const taken = await listen(await findPort('a test', 0, () => undefined));
  const port = await findPort('the API', taken, (line) => said.push(line));
  expect(port).toBeGreaterThan(taken);
  expect(said).toEqual([expect.stringMatching(new RegExp(`^port ${taken} for the API is in use.*: using ${port}$`))]);
});

test('one process is never given a port twice', async () => {
  const first = await findPort('one', 0, () => undefined);
  expect(await findPort('two', first, () => undefined)).not.toBe(first);
});

test('any port is one that no client is given for an outgoing connection', async () => {
  const port = await findPort('a test', 0, () => undefined);
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_768);
});

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return port;
}
