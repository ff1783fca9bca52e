import { expect, test } from 'vitest';
import { mayResend } from '../../../src/domain/may-resend.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { aDossier, at, type Said } from '../../support/dossiers.ts';

const NOW = at('2026-11-24 10:00');
const NOTICE = { kind: 'result', round: 1 } as const;
const THERE: readonly Said[] = [{ step: 'Trả kết quả' }];
const LEFT: readonly Said[] = [...THERE, { step: 'Thẩm định' }];

test.each<[string, readonly Said[], NoticeStatus, string | null, boolean, boolean]>([
  ['one that failed and is true', THERE, 'permanent_failure', 'receipt: rejected', true, true],
  ['one that failed and is no longer true', LEFT, 'permanent_failure', 'receipt: rejected', true, false],
  ['one that arrived', THERE, 'delivered', null, true, false],
  ['one that lacked a number, with one', THERE, 'skipped', 'no_phone', true, true],
  ['one that lacked a number, without one', THERE, 'skipped', 'no_phone', false, false],
])('requirements §8.2 an operator is offered to send a notice again where it is allowed: %s', (_, said, status, reason, hasPhone, may) => {
  expect(mayResend(aDossier({}, ...said), { notice: NOTICE, status, reason }, hasPhone, NOW)).toBe(may);
});
