import { describe, expect, test } from 'vitest';
import { effectSign, hasSeen, sentSentence } from '../../../../src/api/console/effect-sign.ts';
import { readPhone } from '../../../../src/domain/phone.ts';
import { at } from '../../../support/dossiers.ts';

const NOTICE = { kind: 'result', round: 1 } as const;
const APOLOGY = { notice: { kind: 'result', round: 1 }, at: at('2026-11-26 17:30'), isNew: true } as const;
const SHOWN = { isAgencyKnown: true, isApologyNews: true, remarks: [] } as const;
const REST = { apology: null, stopped: null } as const;

describe('console §3: what a form has shown', () => {
  test('one text says which message leaves and what else has to be seen', () => {
    const send = { ...REST, now: { call: 'send', notice: NOTICE } } as const;
    expect(effectSign({ ...SHOWN, effect: send })).toBe('send:result');
    expect(effectSign({ ...SHOWN, effect: send, isAgencyKnown: false })).toBe('wait:result');
    const skip = { ...REST, now: { call: 'skip', notice: NOTICE, reason: 'no_phone' } } as const;
    expect(effectSign({ ...SHOWN, effect: skip })).toBe('skip:result:no_phone');
    const none = { ...REST, now: { call: 'none', reason: 'not_called_for' }, apology: APOLOGY } as const;
    expect(effectSign({ ...SHOWN, effect: none, remarks: ['reappointed_before'] })).toBe(
      'none+apology:2026-11-26T10:30:00.000Z+reappointed_before',
    );
    expect(effectSign({ ...SHOWN, effect: none, isApologyNews: false })).toBe('none');
  });

  test.each([
    ['none', 'none', true],
    ['none', 'send:result', false],
    ['send:result', 'none', false],
    ['none', 'none+phone:landline', false],
    ['none+phone:landline', 'none+phone:landline', true],
    ['none+phone:landline', 'none+phone:short', false],
    ['none+phone:landline+same_day_before', 'none', true],
    ['', 'none', false],
  ])('%j has shown %j: %s', (seen, sign, expected) => {
    expect(hasSeen(seen, sign)).toBe(expected);
  });

  test('the banner says what became of the message', () => {
    const read = readPhone('0905123456');
    const phone = 'phone' in read ? read.phone : null;
    expect(sentSentence('send:result', phone)).toBe('Tin báo kết quả đang được gửi đến 0905 *** 456.');
    expect(sentSentence('send:supplement', null)).toContain('Không gửi tin yêu cầu bổ sung');
    expect(sentSentence('wait:result', phone)).toContain('đang chờ');
    expect(sentSentence('skip:result:same_day', phone)).toContain('trong ngày');
    for (const none of ['none', '', 'send:<b>', 'none+phone:none'])
      expect(sentSentence(none, phone)).toBe('Không có tin nhắn nào được gửi.');
  });
});
