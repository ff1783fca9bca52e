import { expect, test } from 'vitest';
import { readContact } from '../../../src/domain/contact.ts';

test.each([null, '', '  '])('%j is no number, and no problem', (phone) => {
  expect(readContact(phone)).toEqual({ phone: null, problem: null });
});

test('a mobile number is kept as one', () => {
  expect(readContact(' 0905 123 456 ')).toEqual({ phone: '84905123456', problem: null });
});

test.each(['0236 3822 132', '12', 'khong co', '0905123456 / 0912345678'])('requirements §3.3: of %j only the reason is kept', (phone) => {
  expect(readContact(phone)).toEqual({ phone: null, problem: expect.stringMatching(/\S/) });
});
