import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../infra/dev/telco/entry.ts';
import { epochMs, instantAt } from '../../../src/domain/calendar.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import { accountsOfAll } from './accounts.ts';
import type { Evidence, Kept, LedgerRow } from './evidence.ts';
import { judge } from './judge.ts';
import { visiblyFailed } from './nothing-lost.ts';
import { phonesIn } from './phones.ts';
import { aRegistration, at, code, DUE, EVE, said, type Said } from '../../support/dossiers.ts';

const RESULT: Notice = { kind: 'result', round: 1 };
const APOLOGY: Notice = { kind: 'apology', dueDate: DUE };
const PHONE = '84905123456';
const NEXT_MORNING = at('2026-11-27 09:00');
const READY: Said = { at: '2026-11-27 08:59', step: 'Trả kết quả' };
const SOON = instantAt(epochMs(EVE) + 2000);

/** A judge that cannot fail is worthless: each log here breaks one invariant, and the first of each table breaks none. */
describe('the judge of I1', () => {
  test.each([
    ['an apology that was sent', [], sent(APOLOGY, SOON), []],
    ['an apology that nobody knows of', [], {}, ['it was due, and the ledger does not know it']],
    ['a result that nobody knows of', [READY], sent(APOLOGY, SOON), ['it was due, and the ledger does not know it']],
    ['an apology that failed visibly', [], { ledger: [row(APOLOGY, { status: 'missed' })] }, []],
    [
      'one that the ledger calls sent, and the network never took',
      [],
      { ledger: [row(APOLOGY, { status: 'delivered' })] },
      [/never took it/, /never took it/],
    ],
    ['one superseded though it was true all the time', [], { ledger: [row(APOLOGY, { status: 'superseded' })] }, [/though it was true/]],
    ['one superseded by its result', [READY], merged(sent(RESULT, NEXT_MORNING), { ledger: [row(APOLOGY, { status: 'superseded' })] }), []],
    [
      'one skipped for want of a phone that there is',
      [],
      { ledger: [row(APOLOGY, { status: 'skipped', reason: 'no_phone' })] },
      [/there is one/],
    ],
  ] as const)('%s', (_, events, told, expected) => {
    expect(findingsOf('I1', events, told)).toEqual(expected.map((what) => expect.stringMatching(what)));
  });
});

describe('what failed visibly, though it was to be told', () => {
  test.each([
    ['an apology that was told', [], sent(APOLOGY, SOON), 0],
    ['one that was missed', [], { ledger: [row(APOLOGY, { status: 'missed' })] }, 1],
    ['one whose hand-over nobody saw the end of', [], { ledger: [row(APOLOGY, { status: 'uncertain' })] }, 1],
    [
      'such a one after its result was there',
      [READY],
      merged(sent(RESULT, NEXT_MORNING), { ledger: [row(APOLOGY, { status: 'uncertain' })] }),
      0,
    ],
    [
      'one that its gateway refused, whatever came after',
      [READY],
      merged(sent(RESULT, NEXT_MORNING), { ledger: [row(APOLOGY, { status: 'permanent_failure' })] }),
      1,
    ],
    ['a result that nobody took', [READY], merged(sent(APOLOGY, SOON), { ledger: [row(RESULT, { status: 'permanent_failure' })] }), 1],
  ] as const)('%s', (_, events, told, expected) => {
    const evidence = evidenceOf(events, told);
    expect(visiblyFailed(evidence, accountsOfAll(evidence))).toBe(expected);
  });
});

describe('the judge of I2', () => {
  const first = sent(APOLOGY, SOON);
  const again = (entry: Partial<Handed>) => merged(first, { log: [handed(APOLOGY, { at: plus(SOON, 3000), ...entry })] });
  const key = noticeKey(code(), APOLOGY);
  const span = { from: epochMs(SOON) + 100, to: epochMs(SOON) + 200 };
  test.each([
    ['one hand-over', first, []],
    [
      'a reference accepted twice',
      again({}),
      [/accepted this reference twice/, /nothing had happened/, /2 messages/, /nothing had happened/],
    ],
    ['one repeated for no reason', again({ outcome: 'repeated' }), [/handed over again at/]],
    ['one repeated after an outage between the two', { ...again({ outcome: 'repeated' }), outages: [{ victim: 'worker', ...span }] }, []],
    ['one repeated after its own answer was lost', { ...again({ outcome: 'repeated' }), played: [played('gateway', key)] }, []],
    [
      'one repeated after the answer of another was lost',
      { ...again({ outcome: 'repeated' }), played: [played('gateway', 'X/result/1')] },
      [/nothing had happened/],
    ],
    [
      'one repeated before the outage',
      { ...again({ outcome: 'repeated' }), outages: [{ victim: 'worker', from: epochMs(SOON) + 9000, to: epochMs(SOON) + 9100 }] },
      [/nothing had happened/],
    ],
    [
      'a second message that the ledger does not own up to',
      { ...again({ id: `${key}~1` }), played: [played('gateway', key)] },
      [/2 messages/],
    ],
    [
      'a second message that it does',
      { ...again({ id: `${key}~1` }), ledger: [row(APOLOGY, { resent: 1 })], played: [played('gateway', key)] },
      [],
    ],
    ['a message that the ledger denies', { ...first, ledger: [row(APOLOGY, { status: 'missed' })] }, [/the ledger says missed/]],
  ] as const)('%s', (_, told, expected) => {
    expect(findingsOf('I2', [], told)).toEqual(expected.map((what) => expect.stringMatching(what)));
  });
});

describe('the judge of I3', () => {
  const twoReady: readonly Said[] = [READY, { at: '2026-11-27 09:10', step: 'Thẩm định' }];
  test.each([
    ['an apology in its time', [], sent(APOLOGY, SOON), []],
    ['an apology a second before its instant', [], sent(APOLOGY, plus(EVE, -1000)), [/not to be sent at .*: wait/]],
    ['an apology after its due date', [], sent(APOLOGY, at('2026-11-28 00:00:01')), [/missed \(due_date_over\)/]],
    ['a result that had not arrived', [], sent(RESULT, SOON), [/left_result_step/]],
    ['a result that had left again long ago', twoReady, sent(RESULT, at('2026-11-27 10:00')), [/left_result_step/]],
    ['a result that left while it was on its way', twoReady, sent(RESULT, at('2026-11-27 09:10:01')), []],
    [
      'an apology after its result',
      [READY],
      merged(sent(RESULT, NEXT_MORNING), sent(APOLOGY, plus(NEXT_MORNING, 10_000))),
      [/superseded \(result_ready\)/, /an apology after its result/],
    ],
    [
      'an apology that was on its way when its result left',
      [{ ...READY, at: '2026-11-27 09:00' }],
      merged(sent(RESULT, plus(NEXT_MORNING, 500)), sent(APOLOGY, plus(NEXT_MORNING, 900))),
      [/an apology after its result/],
    ],
    ['other words', [], merged({ log: [handed(APOLOGY, { text: 'TB: xin lỗi' })] }, { ledger: [row(APOLOGY)] }), [/in other words/]],
  ] as const)('%s', (_, events, told, expected) => {
    expect(findingsOf('I3', events, told)).toEqual(expected.map((what) => expect.stringMatching(what)));
  });
});

describe('the judge of I4', () => {
  const [asked, answered] = [at('2026-11-25 10:00'), at('2026-11-25 10:00:01')];
  const M4 = (step: string, late = 'Đúng hạn') =>
    `Hồ sơ của quý ông/bà (MS: ${code()}) hiện đang ở bước ${step}, trạng thái hồ sơ: ${late}`;
  const text: Entry = { type: 'text', id: 'mo-1', at: asked, from: '84912345678', text: `MCKH ${code()}` };
  const reply = (some: object = {}): Entry => ({
    type: 'reply',
    id: 'mo-1',
    at: answered,
    reply: M4('Tiếp nhận'),
    charge: true,
    outcome: 'answered',
    ...some,
  });
  const failed: Entry = { type: 'attempt_failed', id: 'mo-1', attempt: 3, reason: 'HTTP 500', last: true };
  const booked = (some: object = {}) => ({
    inquiries: [{ id: 'mo-1', outcome: 'answered', reply: M4('Tiếp nhận'), charge: true, ...some }],
  });
  const moves: readonly Said[] = [{ at: '2026-11-25 09:00', step: 'Thẩm định' }];
  const knows = { acknowledged: [{ code: code(), seq: 1, at: epochMs(asked) - 10 }] };
  test.each([
    ['a true answer', [], { log: [text, reply()], ...booked() }, []],
    ['none', [], { log: [text] }, ['no answer']],
    ['two', [], { log: [text, reply(), reply()], ...booked() }, ['2 answers']],
    [
      'none, because somebody was away',
      [],
      { log: [text, failed], outages: [{ victim: 'api', from: epochMs(asked), to: epochMs(asked) + 5000 }] },
      [],
    ],
    ['none, and nobody was away', [], { log: [text, failed] }, [/nobody was away/]],
    [
      'a step where it never was',
      [],
      { log: [text, reply({ reply: M4('Trình ký') })], ...booked({ reply: M4('Trình ký') }) },
      [/when it was at Tiếp nhận/],
    ],
    [
      'late, and it is not',
      [],
      { log: [text, reply({ reply: M4('Tiếp nhận', 'Trễ hạn') })], ...booked({ reply: M4('Tiếp nhận', 'Trễ hạn') }) },
      [/told .*Trễ hạn/],
    ],
    [
      'an old step, though the new one was acknowledged before',
      moves,
      { log: [text, reply()], ...booked(), ...knows },
      [/when it was at Thẩm định/],
    ],
    ['an old step that was not yet acknowledged', moves, { log: [text, reply()], ...booked() }, []],
    ['busy, free of charge', [], { log: [text, reply({ outcome: 'busy', reply: 'bận', charge: false })] }, []],
    ['busy, charged', [], { log: [text, reply({ outcome: 'busy', reply: 'bận' })] }, ['charged for busy', /not in our books/]],
    [
      'busy, and booked as charged',
      [],
      { log: [text, reply({ outcome: 'busy', reply: 'bận', charge: false })], ...booked() },
      [/told busy .* booked answered/],
    ],
    ['charged, and not booked', [], { log: [text, reply()] }, [/not in our books/]],
    ['one thing told, another booked', [], { log: [text, reply()], ...booked({ reply: M4('Thẩm định') }) }, [/booked/]],
    ['another dossier', [], { log: [{ ...text, text: 'MCKH 0999999999' }, reply()], ...booked() }, [/asked "MCKH 0999999999"/]],
  ] as const)('%s', (_, events, told, expected) => {
    expect(findingsOf('I4', events, told)).toEqual(expected.map((what) => expect.stringMatching(what)));
  });
});

describe('the judge of I7', () => {
  test.each([
    ['plain', PHONE],
    ['in the national form', '0905123456'],
    ['with separators', '+84 905.123-456'],
    ['within other digits', `17${PHONE}99`],
    ['in UTF-16', Buffer.from(PHONE, 'utf16le').toString('latin1')],
    ['in hexadecimal', `\\x${Buffer.from(`{"phone":"${PHONE}"}`).toString('hex')}`],
    ['in base64', Buffer.from(`{"phone":"${PHONE}"}`).toString('base64')],
  ])('finds a number %s', (_, spelling) => {
    expect(phonesIn('a log', Buffer.from(`{"x":"${spelling}"}`, 'latin1'), new Set([PHONE]))).toMatchObject([
      { invariant: 'I7', about: '…456' },
    ]);
  });

  test('does not take another number for it', () => {
    expect(phonesIn('a log', Buffer.from('84905123457 0905 *** 456'), new Set([PHONE]))).toEqual([]);
  });
});

type Handed = Extract<Entry, { type: 'handover' }>;
type Told = Partial<Omit<Evidence, 'dossiers'>> & { readonly ledger?: readonly LedgerRow[] };

/** What the judge finds of one invariant in a dossier due on 27 November, looked at on the 29th. */
function findingsOf(invariant: string, events: readonly Said[], told: Told): readonly string[] {
  return judge(evidenceOf(events, told))
    .filter((finding) => finding.invariant === invariant)
    .map(({ what }) => what);
}

function evidenceOf(events: readonly Said[], { ledger = [], ...told }: Told): Evidence {
  const kept: Kept = { registration: aRegistration(), events: said(...events), ledger, hasPhone: true };
  return {
    now: epochMs(at('2026-11-29 12:00')),
    dossiers: [kept],
    log: [],
    inquiries: [],
    acknowledged: [],
    outages: [],
    played: [],
    agencyName: () => 'Sở Tài chính',
    ...told,
  };
}

function handed(notice: Notice, some: Partial<Handed> = {}): Handed {
  const text = noticeText(notice, code(), 'Sở Tài chính');
  const message = { id: noticeKey(code(), notice), to: PHONE, from: '8083', text, encoding: 'unicode', segments: 1 };
  return { type: 'handover', number: 0, at: SOON, ...message, outcome: 'accepted', messageId: 'g-1', ...some };
}

function row(notice: Notice, some: Partial<LedgerRow> = {}): LedgerRow {
  return { key: noticeKey(code(), notice), status: 'delivered', reason: null, resent: 0, attempts: 1, ...some };
}

function sent(notice: Notice, when: string): Told {
  return { log: [handed(notice, { at: when })], ledger: [row(notice)] };
}

function merged(...all: readonly Told[]): Told {
  return { log: all.flatMap(({ log = [] }) => log), ledger: all.flatMap(({ ledger = [] }) => ledger) };
}

function plus(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}

function played(port: 'gateway', about: string): Evidence['played'][number] {
  return { port, call: 'POST /send', damage: 'lose_answer', about, from: epochMs(SOON), to: epochMs(SOON) + 50 };
}
