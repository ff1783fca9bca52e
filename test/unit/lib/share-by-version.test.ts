import { expect, test } from 'vitest';
import { shareByVersion } from '../../../src/lib/share-by-version.ts';

function counted() {
  let made = 0;
  return { make: async () => (made += 1), made: () => made };
}

test('all who ask for one version of a key share what the first one made', async () => {
  const { make, made } = counted();
  const share = shareByVersion<number>();
  expect(await Promise.all([share('a', '1', make), share('a', '1', make), share('a', '1', make)])).toEqual([1, 1, 1]);
  expect(made()).toBe(1);
});

test('another version and another key are made anew', async () => {
  const { make } = counted();
  const share = shareByVersion<number>();
  expect([await share('a', '1', make), await share('a', '2', make), await share('b', '2', make), await share('b', '2', make)]).toEqual([
    1, 2, 3, 3,
  ]);
});

test('what failed is tried again', async () => {
  const share = shareByVersion<number>();
  await expect(share('a', '1', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await share('a', '1', async () => 2)).toBe(2);
});

test('a failure of an old version does not drop the new one', async () => {
  const { make, made } = counted();
  const share = shareByVersion<number>();
  let fail = (_error: Error) => {}; // Node 20 has no `Promise.withResolvers`
  const old = share('a', '1', () => new Promise((_, reject) => void (fail = reject)));
  await share('a', '2', make);
  fail(new Error('away'));
  await expect(old).rejects.toThrow('away');
  await share('a', '2', make);
  expect(made()).toBe(1);
});
