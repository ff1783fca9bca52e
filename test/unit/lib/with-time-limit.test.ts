import { expect, test } from 'vitest';
import { TookTooLong, withTimeLimit } from '../../../src/lib/with-time-limit.ts';

test('an answer in time is passed on', async () => {
  await expect(withTimeLimit(1000, Promise.resolve(7))).resolves.toBe(7);
});

test('an error in time is passed on', async () => {
  const error = new Error('no such table');
  await expect(withTimeLimit(1000, Promise.reject(error))).rejects.toBe(error);
});

test('whoever waits longer than the limit is told so', async () => {
  await expect(withTimeLimit(10, new Promise(() => {}))).rejects.toThrow(new TookTooLong('no answer within 10 ms'));
});

test('an error that comes after the limit ends no process', async () => {
  const { promise, reject } = deferred();
  await expect(withTimeLimit(10, promise)).rejects.toBeInstanceOf(TookTooLong);
  reject(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
});

/** `Promise.withResolvers` needs Node 22. */
function deferred() {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, rejectIt) => void (reject = rejectIt));
  return { promise, reject };
}
