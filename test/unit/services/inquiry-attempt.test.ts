import { describe, expect, test } from 'vitest';
import { instantAt } from '../../../src/domain/calendar.ts';
import { SenderToldOtherwise, startInquiryAttempt } from '../../../src/services/inquiry-attempt.ts';

const SOONER = instantAt(Date.parse('2017-11-27T10:00:00Z'));
const LATER = instantAt(Date.parse('2017-11-27T10:00:01Z'));
const CLOSED = Object.assign(new Error('the connection was closed'), { code: 'CONNECTION_CLOSED' });
const REFUSED = Object.assign(new Error('the connection was refused'), { code: 'ECONNREFUSED' });

describe('whether a question may be kept', () => {
  test.each<[string, boolean, () => Promise<void>]>([
    ['it was kept', true, () => Promise.resolve()],
    ['the connection ended before PostgreSQL said so', true, () => Promise.reject(CLOSED)],
    ['the connection was refused', false, () => Promise.reject(REFUSED)],
  ])('%s: %s', async (_, expected, keep) => {
    const attempt = startInquiryAttempt();
    await attempt.keepQuestion(keep).catch(() => {});
    expect(attempt.mayBeKept()).toBe(expected);
  });

  test('a second try that is refused changes nothing about the first', async () => {
    const attempt = startInquiryAttempt();
    for (const error of [CLOSED, REFUSED]) await expect(attempt.keepQuestion(() => Promise.reject(error))).rejects.toBe(error);
    expect(attempt.mayBeKept()).toBe(true);
  });
});

test('no answer is booked once the attempt is given up', async () => {
  const attempt = startInquiryAttempt();
  attempt.giveUp(SOONER);
  let booked = false;
  await expect(attempt.bookAnswer(LATER, async () => void (booked = true))).rejects.toBeInstanceOf(SenderToldOtherwise);
  expect(booked).toBe(false);
});

test.each([
  ['after a booking', SOONER, LATER, LATER],
  ['by a clock that was set back since a booking', LATER, SOONER, LATER],
])('given up %s', async (_, bookedAt, givenUpAt, expected) => {
  const attempt = startInquiryAttempt();
  await attempt.bookAnswer(bookedAt, async (at) => expect(at).toBe(bookedAt));
  expect(attempt.giveUp(givenUpAt)).toBe(expected);
});
