import { parseOptions } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { hashPassword, isPassword } from '../../../src/services/password-hash.ts';

test('requirements §8.1: a password is kept as Argon2id with the parameters of OWASP', async () => {
  const hash = await hashPassword('con mèo trèo cây cau');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await isPassword(hash, 'con mèo trèo cây cau')).toBe(true);
  expect(await isPassword(hash, 'con mèo trèo cây cau'.normalize('NFD'))).toBe(true);
  expect(await isPassword(hash, 'con mèo trèo cây câu')).toBe(false);
});

test('nobody has a password, and it takes as much work to find out', async () => {
  expect(await isPassword(null, '')).toBe(false);
  const own = parseOptions(await hashPassword('x'));
  expect(own).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, saltLen: 16, outputLen: 32 });
});
