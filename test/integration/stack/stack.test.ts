import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Child } from '../../../infra/stack/child.ts';
import { eventually } from '../../../infra/stack/eventually.ts';
import { isOk } from '../../../infra/stack/programs.ts';
import { startStack, type Stack } from '../../../infra/stack/stack.ts';
import { makeTemporaryFolder } from '../../../infra/stack/temporary-folder.ts';

describe('the whole stack', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ apis: 2 });
  });
  afterAll(() => stack.stop());

  test('every api is ready, and a stranger with a key is served', async () => {
    expect(await Promise.all(stack.apiUrls.map((url) => isOk(`${url}/readyz`)))).toEqual([true, true]);
    const answer = await fetch(`${stack.apiUrl}/v1/notices`, { headers: { authorization: `Bearer ${stack.keys.operator}` } });
    expect(answer.status).toBe(200);
  });

  test.for(['postgres', 'temporal', 'telco', 'worker', 'api'] as const)(
    '%s comes back after kill -9, on the same address',
    async (name) => {
      const child: Child | undefined = [stack.children[name]].flat()[0];
      const before = child?.pid();
      await child?.kill();
      expect(child?.running()).toBe(false);
      await child?.start();
      expect(child?.pid()).not.toBe(before);
      await eventually('the api to be ready again', () => isOk(`${stack.apiUrl}/readyz`), { withinMs: 30_000, everyMs: 200 });
    },
  );
});

test('a start that fails shows the log of what failed and leaves nothing running', async () => {
  const dataDir = await makeTemporaryFolder('stack-test');
  await expect(startStack({ dataDir, fresh: true, settings: { APOLOGY_TIME: 'noon' } })).rejects.toThrow(/migrate failed[^]*APOLOGY_TIME/);
  expect(existsSync(path.join(dataDir, 'run.json'))).toBe(false);
  rmSync(dataDir, { recursive: true });
});
