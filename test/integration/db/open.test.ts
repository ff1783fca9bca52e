import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, inject, test } from 'vitest';
import { isUnavailable, openDatabase } from '../../../src/db/open.ts';
import { join } from '../../support/joined.ts';

/**
 * A connection that ends with its first question: what the driver asks for itself must not end the process (vitest fails on a rejection
 * nobody awaits).
 */
test('a connection that is lost as soon as it stands refuses what was asked, and the next one answers', async () => {
  await using door = await openDoor(inject('postgresUrl'), 3);
  const database = openDatabase(door.url, { max: 3, name: 'test' });
  const asked = await Promise.allSettled(Array.from({ length: 3 }, () => database.sql`select 1 as one`));
  for (const each of asked) expect(each.status === 'rejected' && isUnavailable(each.reason)).toBe(true);
  expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
  await database.close();
});

test('lists go to PostgreSQL and come back as they were', async () => {
  const database = openDatabase(inject('postgresUrl'), { max: 1, name: 'test' });
  const texts = ['a', 'b,c', 'd"e', '', 'Đóng dấu', '{f}', 'NULL'];
  expect(await database.sql`select ${texts}::text[] as texts, ${[3, -4]}::int[] as integers, ${[]}::text[] as none`).toEqual([
    { texts, integers: [3, -4], none: [] },
  ]);
  const [row] = await database.sql<{ same: boolean }[]>`select ${'g\\h'} = any(${['g\\h', 'i']}::text[]) as same`;
  expect(row?.same).toBe(true);
  await database.close();
});

/** Before PostgreSQL: the first `cut` connections end when something is asked of them, after their greeting and login. */
async function openDoor(postgresUrl: string, cut: number) {
  const url = new URL(postgresUrl);
  const { hostname, port } = url;
  const sockets = new Set<Socket>();
  let left = cut;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    join(client, upstream, sockets);
    if (left-- <= 0) return;
    upstream.on('data', (data: Buffer) => {
      if (data.includes(READY)) client.once('data', () => client.destroy());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => (server.close(), sockets.forEach((socket) => socket.destroy())),
  };
}

/** ReadyForQuery, outside a transaction. */
const READY = 'Z\0\0\0\x05I';
