import { TOTP, Secret } from 'otpauth';
import { expect, test } from 'vitest';
import { epochMs, instantAt, plusMs } from '../../../src/domain/calendar.ts';
import { authenticatorAddress, makeSecret, stepOfCode } from '../../../src/services/second-factor.ts';

const NOW = instantAt(Date.UTC(2026, 10, 26, 3));
const secret = makeSecret();
const codeAt = (byMs: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: epochMs(plusMs(NOW, byMs)) });

test.each([
  [0, 0],
  [-30_000, -1],
  [30_000, 1],
])('requirements §8.1: the code of %i ms away is taken', (byMs, steps) => {
  expect(stepOfCode(secret, codeAt(byMs), NOW)).toBe(epochMs(NOW) / 30_000 + steps);
});

test.each([-60_000, 60_000])('the code of %i ms away is not', (byMs) => expect(stepOfCode(secret, codeAt(byMs), NOW)).toBeNull());

test('blanks in a code do not matter, and what is no code is none', () => {
  const code = codeAt(0);
  expect(stepOfCode(secret, `${code.slice(0, 3)} ${code.slice(3)}`, NOW)).not.toBeNull();
  expect(['', 'abcdef', '1'.repeat(1000), code.slice(1)].map((each) => stepOfCode(secret, each, NOW))).toEqual([null, null, null, null]);
});

test('an app is told the name, the office’s software and the secret', () => {
  const address = new URL(authenticatorAddress('Nguyễn Thị Mai', secret));
  expect(address.protocol).toBe('otpauth:');
  expect(decodeURIComponent(address.href)).toContain('Một cửa SMS:Nguyễn Thị Mai');
  expect(address.searchParams.get('secret')).toBe(secret);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
});
