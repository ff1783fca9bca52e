import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, inject, test } from 'vitest';
import { isUnavailable, openDatabase } from '../../src/db/open.ts';

/** A connection that ends with its first question: what the driver asks for itself must not end the process (vitest fails on a rejection nobody awaits). */
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
  const there = new URL(postgresUrl);
  let left = cut;
  const server = createServer((client) => {
    const upstream = connect(Number(there.port), there.hostname);
    const isCut = left-- > 0;
    let ready = false;
    client.on('data', (data) => void (isCut && ready ? client.destroy() : upstream.write(data)));
    upstream.on('data', (data) => {
      ready = data.includes('Z\0\0\0\x05I');
      client.write(data);
    });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = new URL(postgresUrl);
  here.hostname = '127.0.0.1';
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.href,
    [Symbol.asyncDispose]: async () => void (server.close(), await once(server, 'close')),
  };
}
