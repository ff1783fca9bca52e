import { describe, expect, test } from 'vitest';
import type { Registration } from '../../../src/domain/dossier.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import { judgeNotices, type InvariantFacts } from '../../../src/domain/invariants.ts';
import type { LedgerRow } from '../../../src/domain/ledger-row.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { aRegistration, at, code, day, EVE, said, type Said } from '../../support/dossiers.ts';

const RESULT: Notice = { kind: 'result', round: 1 };
const SUPPLEMENT: Notice = { kind: 'supplement', round: 1 };
const APOLOGY: Notice = { kind: 'apology', dueDate: day('2026-11-27') };

/** It arrived at `Trả kết quả` on the 25th, and the result was sent at once. */
const READY: readonly Said[] = [{ step: 'Trả kết quả', at: '2026-11-25 09:00' }];
/** It was at work on the eve and ready the day after; the apology and the result were sent. */
const LATE: readonly Said[] = [
  { step: 'Thẩm định', at: '2026-11-21 09:00' },
  { step: 'Trả kết quả', at: '2026-11-27 09:00' },
];
const sentResult = row(RESULT, { sentAt: at('2026-11-25 09:00:02') });
const sentLateResult = row(RESULT, { sentAt: at('2026-11-27 09:00:02') });
const sentApology = row(APOLOGY, { sentAt: at('2026-11-26 17:30:02') });
const noApology = row(APOLOGY, { status: 'skipped', reason: 'result_ready', settledAt: EVE });

describe('a healthy dossier has no finding', () => {
  test.each<[string, readonly Said[], readonly LedgerRow[], Partial<InvariantFacts>?]>([
    ['nothing is due yet', [], [], { now: at('2026-11-26 17:00') }],
    ['the result was sent, and no apology because it was ready', READY, [sentResult, noApology]],
    ['apology on the eve, result after it', LATE, [sentApology, sentLateResult]],
    ['delivered', READY, [{ ...sentResult, status: 'delivered' }, noApology]],
    ['failed where everybody sees it', READY, [row(RESULT, { status: 'permanent_failure', reason: '400' }), noApology]],
    ['uncertain, then repeated once', READY, [{ ...sentResult, attempts: 2, resent: 1 }, noApology]],
    ['no telephone', READY, [row(RESULT, { status: 'skipped', reason: 'no_phone' }), noApology], { mayHaveHadNoPhone: true }],
    ['due a moment ago', READY, [], { now: at('2026-11-25 09:00:30') }],
    ['the gateway is paused, Temporal waits with it', READY, [], { now: at('2026-11-25 12:00'), underWay: 1 }],
    ['put back for a later try', READY, [row(RESULT, { status: 'created' })], { now: at('2026-11-25 12:00'), underWay: 1 }],
    [
      'left the step before the text could leave',
      [...READY, { step: 'Thẩm định', at: '2026-11-25 09:30' }],
      [row(RESULT, { status: 'superseded', reason: 'left_result_step', settledAt: at('2026-11-25 09:30') })],
      { now: at('2026-11-26 10:00') },
    ],
    ['all down over the eve: the apology leaves on recovery', [], [{ ...sentApology, sentAt: at('2026-11-26 21:00') }]],
    [
      'all down until the due date was over',
      [],
      [row(APOLOGY, { status: 'missed', reason: 'due_date_over', settledAt: at('2026-11-28 08:00') })],
      { now: at('2026-11-28 10:00') },
    ],
    [
      'an apology under way when the result came leaves before it',
      LATE,
      [{ ...sentApology, sentAt: at('2026-11-27 09:00:01') }, sentLateResult],
    ],
    [
      'a receipt alone says when an uncertain apology arrived',
      LATE,
      [{ ...sentApology, acknowledged: false, sentAt: at('2026-11-27 09:00:09') }, sentLateResult],
    ],
  ])('%s', (_, events, rows, some) => {
    expect(judgeNotices(facts(events, rows, some))).toEqual([]);
  });
});

describe('each breach is found, once', () => {
  test.each<[string, string, readonly Said[], readonly LedgerRow[], Partial<InvariantFacts>?, Partial<Registration>?]>([
    ['I1', 'a result without a row', READY, [noApology]],
    ['I1', 'a supplement without a row', [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }], [], { now: at('2026-11-21 12:00') }],
    ['I1', 'an apology without a row', [], []],
    [
      'I1',
      'a same-day dossier whose skip is not recorded',
      READY,
      [],
      { now: at('2026-11-25 12:00') },
      { procedure: { code: 'A', name: 'A', sameDay: true } },
    ],
    ['I1', 'put back, and nobody comes back to it', READY, [row(RESULT, { status: 'created' }), noApology], { underWay: 0 }],
    ['I1', 'a hand-over that nobody saw the end of', READY, [row(RESULT, { status: 'sending' }), noApology], { underWay: 0 }],
    ['I1', 'tried for longer than there was time', [], [row(APOLOGY, { status: 'created' })], { now: at('2026-11-28 01:00'), underWay: 1 }],
    [
      'I1',
      'a text that nothing called for',
      READY,
      [sentResult, noApology, row(SUPPLEMENT, { sentAt: at('2026-11-25 10:00'), acknowledged: false })],
    ],
    ['I1', 'skipped for a reason that was never so', READY, [row(RESULT, { status: 'skipped', reason: 'same_day' }), noApology]],
    [
      'I1',
      'superseded before it was',
      [...READY, { step: 'Thẩm định', at: '2026-11-25 15:00' }],
      [row(RESULT, { status: 'superseded', reason: 'left_result_step', settledAt: at('2026-11-25 09:10') })],
      { now: at('2026-11-26 10:00') },
    ],
    [
      'I1',
      'missed before its time was over',
      [],
      [row(APOLOGY, { status: 'missed', reason: 'due_date_over', settledAt: at('2026-11-26 18:00') })],
    ],
    ['I1', 'no telephone, though there always was one', READY, [row(RESULT, { status: 'skipped', reason: 'no_phone' }), noApology]],
    [
      'I1',
      'given up too soon',
      READY,
      [row(RESULT, { status: 'technical_failure', reason: 'out_of_time', settledAt: at('2026-11-26 09:00') }), noApology],
    ],
    ['I1', 'told without a hand-over', READY, [{ ...sentResult, attempts: 0 }, noApology]],
    ['I2', 'not sent, but the gateway took it', READY, [sentResult, { ...noApology, acknowledged: true }]],
    ['I2', 'repeated without an attempt', READY, [{ ...sentResult, attempts: 1, resent: 1 }, noApology]],
    ['I3', 'an apology before its instant', [], [{ ...sentApology, sentAt: at('2026-11-26 17:29:50') }]],
    [
      'I3',
      'an apology after the due date was over',
      [],
      [{ ...sentApology, sentAt: at('2026-11-28 00:05') }],
      { now: at('2026-11-28 10:00') },
    ],
    [
      'I3',
      'a result that had long left the step',
      [...READY, { step: 'Thẩm định', at: '2026-11-25 09:30' }],
      [{ ...sentResult, sentAt: at('2026-11-25 11:00') }],
      { now: at('2026-11-26 10:00') },
    ],
    ['I3', 'an apology after the result of the same round', LATE, [{ ...sentApology, sentAt: at('2026-11-27 09:00:05') }, sentLateResult]],
    ['I7', 'a number in a reason', READY, [{ ...sentResult, reason: 'gateway: 0905 123 456 is off' }, noApology]],
    ['I7', 'a number in a text', READY, [{ ...sentResult, text: 'TB: (MS: 0101701234) 84905123456' }, noApology]],
  ])('%s: %s', (invariant, _, events, rows, some, registration) => {
    expect(judgeNotices(facts(events, rows, some, registration)).map((finding) => finding.invariant)).toEqual([invariant]);
  });
});

function facts(
  events: readonly Said[],
  rows: readonly LedgerRow[],
  some: Partial<InvariantFacts> = {},
  registration: Partial<Registration> = {},
): InvariantFacts {
  const states = replayStates(aRegistration(registration), said(...events));
  return { states, rows, mayHaveHadNoPhone: false, underWay: 0, now: at('2026-11-27 12:00'), patienceMs: 120_000, ...some };
}

/** A row that was sent, or that was never handed over when it has another status. */
function row(notice: Notice, some: Partial<LedgerRow>): LedgerRow {
  const sent = some.status === undefined;
  const sentAt = sent ? (some.sentAt ?? EVE) : null;
  return {
    key: noticeKey(code(), notice),
    notice,
    status: 'sent',
    reason: null,
    text: 'TB: Hồ sơ của quý ông/bà (MS: 0101701234) … ngày 27/11/2026',
    attempts: sent ? 1 : 0,
    resent: 0,
    decidedAt: notice.kind === 'apology' ? EVE : at('2026-11-25 09:00'),
    sentAt,
    settledAt: sentAt ?? at('2026-11-25 09:00:02'),
    acknowledged: sent,
    ...some,
  };
}
