import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isUnavailable, openDatabase } from '../../../src/db/open.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { freshDatabase } from '../../support/api.ts';

test('a connection that closes within a transaction is an error of that transaction, and the process goes on', async () => {
  const url = new URL(await freshDatabase());
  const [port, host] = [Number(url.port), url.hostname];
  const sockets: Socket[] = [];
  const line = createServer((socket) => {
    const server = connect(port, host);
    for (const each of [socket, server]) sockets.push(each.on('error', () => {}));
    socket.pipe(server).pipe(socket);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = line.address();
  url.port = String(typeof address === 'object' ? address?.port : '');
  const database = openDatabase(url.href, { max: 1, name: 'test' });

  const cut = inTransaction(database.sql, async (transaction) => void (await transaction`select pg_sleep(5)`)).catch(
    (error: unknown) => error,
  );
  await sleep(300);
  for (const socket of sockets.splice(0)) socket.destroy();
  expect(isUnavailable(await cut)).toBe(true);
  await sleep(50); // a write into the closed connection would end the process now
  expect(await inTransaction(database.sql, async (transaction) => transaction`select 1 as one`)).toEqual([{ one: 1 }]);

  const wrong = inTransaction(database.sql, async (transaction) => void (await transaction`select 1 / 0`));
  await expect(wrong).rejects.toThrow('division by zero');
  await database.close();
  line.close();
});
