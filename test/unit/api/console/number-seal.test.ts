import { expect, test } from 'vitest';
import { openSealedNumber, sealNumber } from '../../../../src/api/console/number-seal.ts';
import type { Session } from '../../../../src/services/sessions.ts';

const session = (id: string): Session => ({ id: Buffer.from(id), name: 'An', role: 'clerk', agencies: null });
const [OURS, OTHERS] = [session('ours'), session('others')];

test('requirements §9 a number in an address is read only in its session, with the secret that sealed it', () => {
  const sealed = sealNumber('0905 123 456', OURS, ['old']);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('0905');
  expect(openSealedNumber(sealed, OURS, ['new', 'old'])).toBe('0905 123 456');
  expect(openSealedNumber(sealed, OTHERS, ['old'])).toBeNull();
  expect(openSealedNumber(sealed, OURS, ['new'])).toBeNull();
});

test.each(['', 'x', '!', 'A'.repeat(37), 'A'.repeat(60)])('what nobody sealed is no number: %j', (text) => {
  expect(openSealedNumber(text, OURS, ['old'])).toBeNull();
});

test('a sealed number that was changed is none', () => {
  const bytes = Buffer.from(sealNumber('0905123456', OURS, ['old']), 'base64url');
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  expect(openSealedNumber(bytes.toString('base64url'), OURS, ['old'])).toBeNull();
});
