import { describe, expect, test } from 'vitest';
import { afterHandOver, isWell, WELL, type GatewayHealth, type HandOverEnd } from '../../../src/domain/gateway-health.ts';

const end = (outcome: HandOverEnd['outcome'], some: Partial<HandOverEnd> = {}): HandOverEnd => ({
  outcome,
  isSlow: false,
  isTrial: false,
  ...some,
});
const SENT = end('accepted');
const SLOW = end('accepted', { isSlow: true });
const LOST = end('unknown');
const AWAY = end('unavailable');
const BARRED = end('configuration');

const times = (count: number, each: HandOverEnd) => Array.from({ length: count }, () => each);
const after = (ends: readonly HandOverEnd[], mayLeave = true, before: GatewayHealth = WELL) =>
  ends.reduce((health, each) => afterHandOver(health, each, mayLeave), before);

describe('requirements §11.4: a gateway leaves', () => {
  test.each([
    ['after 5 refusals', times(5, AWAY), true],
    ['not after 4', times(4, AWAY), false],
    ['after 5 of both kinds', [AWAY, BARRED, AWAY, BARRED, AWAY], true],
    ['not with a success between them', [...times(4, AWAY), SENT, ...times(4, AWAY)], false],
    ['not with an answer to a repeat between them', [...times(4, AWAY), end('duplicate'), ...times(4, AWAY)], false],
    ['although it judged one message between them', [...times(4, AWAY), end('destination'), AWAY], true],
    ['although it throttled between them', [...times(4, AWAY), end('throttled'), AWAY], true],
    ['never for want of balance, which pauses it', times(30, end('balance')), false],
    ['never because it throttles', times(30, end('throttled')), false],
    ['never because of what it was given', [...times(20, end('destination')), ...times(20, end('content'))], false],
    ['when 10 of 10 were slow', times(10, SLOW), true],
    ['not when 9 were', times(9, SLOW), false],
    ['when 10 had no answer', times(10, LOST), true],
    ['when slow and unanswered ones are half of its last 20', times(10, SENT).flatMap((sent, nth) => [sent, nth % 2 ? SLOW : LOST]), true],
    ['not when every third was slow', times(20, SENT).flatMap((sent) => [sent, sent, SLOW]), false],
    ['not for slow ones before its last 20', [...times(9, SLOW), ...times(20, SENT), ...times(9, SLOW)], false],
    ['when refusals are slow', times(3, end('throttled', { isSlow: true })).concat(times(7, SLOW)), true],
  ] as const)('%s', (_what, ends, leaves) => {
    expect(after(ends).isAway).toBe(leaves);
  });

  test('the last one never leaves, but does as soon as another is there', () => {
    const last = after(times(30, AWAY), false);
    expect(last).toMatchObject({ isAway: false, state: 'unavailable', refusals: 30 });
    expect(after([AWAY], true, last).isAway).toBe(true);
  });
});

describe('requirements §11.4: a gateway comes back', () => {
  const gone = after(times(5, AWAY));
  test.each([
    ['by a success of its trial', [end('accepted', { isTrial: true })], false],
    ['by a trial that it had already', [end('duplicate', { isTrial: true })], false],
    ['not by a trial that it refuses', [end('unavailable', { isTrial: true })], true],
    ['not by a trial without an answer', [end('unknown', { isTrial: true })], true],
    ['not by a trial whose number it refuses', [end('destination', { isTrial: true })], true],
    ['not by a success of a message that it got before it left', [SENT], true],
  ] as const)('%s', (_what, ends, isAway) => {
    expect(after(ends, true, gone).isAway).toBe(isAway);
  });

  test('with nothing held against it, so that it does not leave at once', () => {
    const slow = after(times(10, SLOW));
    expect(slow.isAway).toBe(true);
    const back = after([end('accepted', { isTrial: true })], true, slow);
    expect(back).toEqual(WELL);
    expect(after([...times(4, AWAY), ...times(4, SLOW)], true, back).isAway).toBe(false);
    expect(after([end('accepted', { isTrial: true, isSlow: true })], true, slow)).toEqual({ ...WELL, recent: '-' });
  });
});

test.each([
  ['ok', [AWAY, SENT]],
  ['ok', [...times(5, LOST), end('content')]],
  ['ok', times(4, LOST)],
  ['unavailable', times(5, LOST)],
  ['unavailable', [AWAY]],
  ['throttled', [end('throttled')]],
  ['misconfigured', [BARRED]],
  ['no_balance', [end('balance')]],
  ['no_balance', [end('balance'), LOST]],
] as const)('its state is %s after these answers (requirements §11.2)', (state, ends) => {
  expect(after(ends).state).toBe(state);
});

test('a gateway of which nothing bad is known stays as it is after any success, so that nothing need be written', () => {
  expect(after([...times(30, SENT), end('duplicate')])).toEqual(WELL);
  expect(isWell(WELL)).toBe(true);
  expect([AWAY, LOST, SLOW].map((each) => isWell(after([each])))).toEqual([false, false, false]);
  expect(isWell(after([SLOW, ...times(20, SENT)]))).toBe(true);
});
