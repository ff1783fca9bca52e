import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { closeServer } from '../../../src/api/server.ts';

test('a server whose proxy keeps its connections and never stops asking drains all the same, and answers whatever it took', async () => {
  const server = createServer((_, response) => setTimeout(() => response.end('answered'), 20));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const proxy = new Agent({ keepAlive: true });
  const answers: string[] = [];
  let asking = true;
  const asked = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (asking) answers.push(await ask(port, proxy));
    }),
  );
  const idle = ask(port, new Agent({ keepAlive: true }));
  await sleep(200);

  const drained = closeServer(server);
  await sleep(300);
  expect(new Set(answers)).toEqual(new Set(['answered']));
  await drained;
  asking = false;
  await asked;
  expect(await idle).toBe('answered');
  expect(await ask(port, proxy)).toBe('ECONNREFUSED');
});

/** What was answered, or the code of the error. */
function ask(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, agent }, (response) => {
      response.setEncoding('utf8').once('data', (text: string) => resolve(text));
    });
    asking.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    asking.end();
  });
}
