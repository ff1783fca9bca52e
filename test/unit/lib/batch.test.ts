import { expect, test, vi } from 'vitest';
import { createBatcher } from '../../../src/lib/batch.ts';

type Call = { readonly items: readonly string[]; readonly end: () => void; readonly fail: (error: Error) => void };

test('a lone item is run at once, and items that come meanwhile share the next batches in order', async () => {
  const { add, calls } = aBatcher({ concurrency: 1, maxItems: 3 });
  const results = ['a1', 'b1', 'c1', 'd1', 'e1'].map(add);
  expect(calls.map(({ items }) => items)).toEqual([['a1']]);
  for (const nth of [0, 1, 2]) {
    calls[nth]?.end();
    await settled();
  }
  expect(calls.map(({ items }) => items)).toEqual([['a1'], ['b1', 'c1', 'd1'], ['e1']]);
  expect(await Promise.all(results)).toEqual(['A1', 'B1', 'C1', 'D1', 'E1']);
});

test('two items of one key are never under way together, and keep their order', async () => {
  const { add, calls } = aBatcher({ concurrency: 2, maxItems: 9 });
  for (const item of ['a1', 'a2', 'b1', 'a3']) void add(item);
  expect(calls.map(({ items }) => items)).toEqual([['a1'], ['b1']]);
  calls[0]?.end();
  await settled();
  expect(calls.map(({ items }) => items)).toEqual([['a1'], ['b1'], ['a2']]);
  calls[2]?.end();
  await settled();
  expect(calls.at(-1)?.items).toEqual(['a3']);
});

test('a failed batch is run again item by item, and only the item at fault fails', async () => {
  const { add, calls } = aBatcher({ concurrency: 1, maxItems: 9 });
  const results = Promise.allSettled(['z1', 'a1', 'b1', 'c1'].map(add));
  calls[0]?.end();
  await settled();
  calls[1]?.fail(new Error('b1 is wrong'));
  for (const nth of [2, 3, 4]) {
    await settled();
    if (nth === 3) calls[nth]?.fail(new Error('b1 is wrong'));
    else calls[nth]?.end();
  }
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(calls.map(({ items }) => items)).toEqual([['z1'], ['a1', 'b1', 'c1'], ['a1'], ['b1'], ['c1']]);
});

test('when retrying singly would not help, all items of a batch fail at once, and the next batch starts', async () => {
  const { add, calls } = aBatcher({ concurrency: 1, maxItems: 9, retriesSingly: () => false });
  const results = Promise.allSettled(['z1', 'a1', 'b1'].map(add));
  calls[0]?.end();
  await settled();
  calls[1]?.fail(new Error('no server'));
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  void add('a2');
  await settled();
  expect(calls.at(-1)?.items).toEqual(['a2']);
});

test('a run with a missing result is a fault, and no item waits for ever', async () => {
  const add = createBatcher<string, string>({ run: async () => [], keyOf: String, retriesSingly: () => true, concurrency: 1, maxItems: 9 });
  await expect(add('a')).rejects.toThrow('expected 1 results, came 0');
});

function aBatcher(options: { readonly concurrency: number; readonly maxItems: number; readonly retriesSingly?: () => boolean }) {
  const calls: Call[] = [];
  const add = createBatcher<string, string>({
    run: (items) =>
      new Promise((resolve, fail) => void calls.push({ items, fail, end: () => resolve(items.map((item) => item.toUpperCase())) })),
    keyOf: (item) => item[0] ?? '',
    retriesSingly: () => true,
    ...options,
  });
  return { add, calls };
}

const settled = () => vi.waitFor(() => new Promise((resolve) => setTimeout(resolve, 1)));
