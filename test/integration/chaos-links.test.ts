import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import postgres from 'postgres';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { findPort } from '../../infra/stack/ports.ts';
import { openHttpLink } from '../chaos/links/http-link.ts';
import { listening } from '../chaos/links/link.ts';
import { openPostgresLink } from '../chaos/links/postgres-link.ts';
import { openSaboteur, type Saboteur } from '../chaos/links/sabotage.ts';
import { openTemporalLink } from '../chaos/links/temporal-link.ts';
import { freshDatabase } from '../support/api.ts';

const port = () => findPort('a link', 0, console.log);
let open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.toReversed()) await close();
  open = [];
});

/** Without these the faults of npm run chaos would be no faults. */
describe('a call that is done and reported as failed', () => {
  test('to PostgreSQL: the row is there, and the statement rejected', async () => {
    const { saboteur, through, direct } = await aDatabase();
    await through`create table things (name text)`;
    saboteur.arm({ port: 'postgres', call: 'insert into things', damage: 'lose_answer', times: 1 });
    await expect(through`insert into things values ('one')`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await through`insert into things values ('two')`;
    expect(await direct`select name from things order by name`).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  test('to Temporal: the workflow runs, and its start was refused', async () => {
    const { saboteur, through, direct } = await aServer();
    const workflowId = randomUUID();
    saboteur.arm({ port: 'temporal', call: '/StartWorkflowExecution', damage: 'lose_answer', times: 1 });
    const start = () => through.workflow.start('nobody', { workflowId, taskQueue: 'nobody' });
    await expect(start()).rejects.toSatisfy((error: Error) => isGrpcServiceError(error.cause) && error.cause.code === 14);
    const { status } = await direct.workflow.getHandle(workflowId).describe();
    expect(status.name).toBe('RUNNING');
    await through.workflow.getHandle(workflowId).terminate();
  });

  test('over HTTP: it was heard, and its answer never came', async () => {
    const { saboteur, url, heard } = await aNeighbour();
    saboteur.arm({ port: 'gateway', call: 'POST /send', about: 'A/', damage: 'lose_answer', times: 1 });
    const post = (id: string) => fetch(`${url}/send`, { method: 'POST', body: JSON.stringify({ id }) });
    expect(await (await post('B/1')).text()).toBe('B/1');
    await expect(post('A/1')).rejects.toThrow('fetch failed');
    expect(await (await post('A/1')).text()).toBe('A/1');
    expect(heard).toEqual(['B/1', 'A/1', 'A/1']);
    expect(saboteur.played()).toMatchObject([{ port: 'gateway', damage: 'lose_answer', about: 'A/1' }]);
  });
});

describe('a call that is cut', () => {
  test('to PostgreSQL: the row is not there', async () => {
    const { saboteur, through, direct } = await aDatabase();
    await through`create table things (name text)`;
    saboteur.arm({ port: 'postgres', call: 'insert into things', damage: 'cut', times: 1 });
    await expect(through`insert into things values ('one')`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await direct`select name from things`).toEqual([]);
  });

  test('to Temporal: the workflow is not there', async () => {
    const { saboteur, through, direct } = await aServer();
    const workflowId = randomUUID();
    saboteur.arm({ port: 'temporal', call: '/StartWorkflowExecution', damage: 'cut', times: 1 });
    await expect(through.workflow.start('nobody', { workflowId, taskQueue: 'nobody' })).rejects.toThrow('Failed to start');
    await expect(direct.workflow.getHandle(workflowId).describe()).rejects.toThrow('not found');
  });
});

test('a call that is late arrives', async () => {
  const { saboteur, url } = await aNeighbour();
  saboteur.arm({ port: 'gateway', call: '/send', damage: 'delay', times: 1, delayMs: 300 });
  const from = performance.now();
  expect((await fetch(`${url}/send`, { method: 'POST', body: '{}' })).status).toBe(200);
  expect(performance.now() - from).toBeGreaterThan(290);
});

async function aDatabase() {
  const url = new URL(await freshDatabase());
  const saboteur = openSaboteur();
  const link = await openPostgresLink(await port(), { host: url.hostname, port: Number(url.port) }, saboteur);
  const direct = postgres(url.href, { max: 1 });
  url.host = link.address;
  const through = postgres(url.href, { max: 1 });
  open.push(
    () => link[Symbol.asyncDispose](),
    () => direct.end(),
    () => through.end({ timeout: 0 }),
  );
  return { saboteur, direct, through };
}

async function aServer(): Promise<{ readonly saboteur: Saboteur; readonly through: Client; readonly direct: Client }> {
  const saboteur = openSaboteur();
  const link = await openTemporalLink(await port(), inject('temporalAddress'), saboteur);
  const client = async (address: string) => {
    const connection = await Connection.connect({ address, interceptors: [] });
    open.push(() => connection.close());
    return new Client({ connection });
  };
  open.push(() => link[Symbol.asyncDispose]());
  return { saboteur, through: await client(link.address), direct: await client(inject('temporalAddress')) };
}

async function aNeighbour() {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
    request.on('end', () => {
      const { id = '' } = JSON.parse(body) as { id?: string };
      heard.push(id);
      response.end(id);
    });
  });
  const target = `http://${await listening(server, await port())}`;
  const saboteur = openSaboteur();
  const link = await openHttpLink(await port(), 'gateway', () => ['http://127.0.0.1:1', target], saboteur);
  open.push(
    () => (server.closeAllConnections(), server.close()),
    () => link[Symbol.asyncDispose](),
  );
  return { saboteur, heard, url: `http://${link.address}` };
}
