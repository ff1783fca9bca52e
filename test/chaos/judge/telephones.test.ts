import { expect, test } from 'vitest';
import { epochMs, instantAt } from '../../../src/domain/calendar.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import { aRegistration, at, code, DUE, EVE, said } from '../../support/dossiers.ts';
import type { LedgerRow } from './evidence.ts';
import { judge } from './judge.ts';
import { asOneNetwork, handedBy, nothingElsewhere, nothingToStrangers, shareIsKept, shareOf, type HeardHandover } from './telephones.ts';

const AGENCY = 'Sở Tài chính';
const PHONE = '84905123456';
const RESULT: Notice = { kind: 'result', round: 1 };
const APOLOGY: Notice = { kind: 'apology', dueDate: DUE };
const SOON = epochMs(EVE) + 2000;
const RESULT_AT = epochMs(at('2026-11-27 09:00'));

/** A hand-over as the telephones of gateway `a` see it, one second after the one before it when `nth` says so. */
function heard(notice: Notice, some: Partial<HeardHandover> = {}, nth = 0): HeardHandover {
  const from = notice.kind === 'apology' ? SOON : RESULT_AT + 1000;
  return {
    gateway: 'a',
    at: instantAt(from + nth * 1000),
    to: PHONE,
    from: '8083',
    text: noticeText(notice, code(), AGENCY),
    encoding: 'unicode',
    segments: 2,
    outcome: 'accepted',
    messageId: `g-${nth}`,
    answered: true,
    ...some,
  };
}

function row(notice: Notice, some: Partial<LedgerRow> = {}): LedgerRow {
  return { key: noticeKey(code(), notice), status: 'delivered', reason: null, resent: 0, attempts: 1, ...some };
}

/** What is found of one dossier by all that its telephone got: its apology, and its result on the next morning. */
function findingsOf(all: readonly HeardHandover[], ledger: readonly LedgerRow[]): readonly string[] {
  const handed = handedBy(all, [{ code: code(), phone: PHONE, dueDate: DUE, agencyName: AGENCY }]);
  const events = said({ at: '2026-11-27 09:00', step: 'Trả kết quả' });
  const found = judge({
    now: epochMs(at('2026-11-29 12:00')),
    dossiers: [{ registration: aRegistration(), events, ledger, hasPhone: true }],
    inquiries: [],
    acknowledged: [],
    outages: [],
    agencyName: () => AGENCY,
    ...asOneNetwork(handed),
  });
  return [...found, ...nothingElsewhere(handed), ...nothingToStrangers(handed)].map(({ invariant, what }) => `${invariant} ${what}`);
}

const BOTH = [row(APOLOGY), row(RESULT)];
const apology = heard(APOLOGY);

/** A judge that cannot fail is worthless: what breaks a rule is found, and what requirements §5.6 and requirements §11.4 allow is not. */
test.each([
  ['each notice once, by different gateways', [apology, heard(RESULT, { gateway: 'b' })], BOTH, []],
  ['the result on no telephone', [apology], BOTH, [/^I1 .*never took it/, /^I1 .*never took it/]],
  ['the result on another telephone', [apology, heard(RESULT, { to: '84905000001' })], BOTH, [/^I1/, /^I1/, /^I2 a got it/]],
  ['refused by one, taken by the other', [apology, heard(RESULT, { outcome: 'throttled' }), heard(RESULT, { gateway: 'b' }, 1)], BOTH, []],
  [
    'by both gateways, which the ledger does not know',
    [apology, heard(RESULT), heard(RESULT, { gateway: 'b' }, 1)],
    BOTH,
    [/^I2 2 messages, and the ledger owns up to 1/, /^I2 sent once more/, /^I2 handed to b at .*, though a had/],
  ],
  [
    'by the other gateway after a lost answer, and marked',
    [apology, heard(RESULT, { answered: false }), heard(RESULT, { gateway: 'b' }, 9)],
    [row(APOLOGY), row(RESULT, { resent: 1 })],
    [/^I2 handed to b at .*, though a had or may have had it/],
  ],
  [
    'tried at the other gateway after a connection that ended without a word',
    [apology, heard(RESULT, { outcome: 'down', answered: false }), heard(RESULT, { gateway: 'b' }, 9)],
    [row(APOLOGY), row(RESULT, { resent: 1 })],
    [/^I2 handed to b/],
  ],
  [
    'once more by the same gateway after a lost answer, and marked',
    [apology, heard(RESULT, { answered: false }), heard(RESULT, {}, 9)],
    [row(APOLOGY), row(RESULT, { resent: 1 })],
    [],
  ],
  [
    'once more by the same gateway after a lost answer, and not marked',
    [apology, heard(RESULT, { answered: false }), heard(RESULT, {}, 9)],
    BOTH,
    [/^I2 2 messages/],
  ],
  [
    'once more, marked, though the answer had come',
    [apology, heard(RESULT), heard(RESULT, {}, 9)],
    [row(APOLOGY), row(RESULT, { resent: 1 })],
    [/^I2 sent once more/],
  ],
  [
    'a repeat that the gateway knew, after a lost answer',
    [apology, heard(RESULT, { answered: false }), heard(RESULT, { outcome: 'repeated' }, 1)],
    BOTH,
    [],
  ],
  [
    'a repeat that the gateway knew, for no reason',
    [apology, heard(RESULT), heard(RESULT, { outcome: 'repeated' }, 1)],
    BOTH,
    [/^I2 handed over again/],
  ],
  ['other words', [apology, heard(RESULT, { text: 'TB: xin lỗi' })], BOTH, [/^I1/, /^I1/, /^I2 the network took it/, /^I3 no notice/]],
] as const)('%s', (_, all, ledger, expected) => {
  expect(findingsOf(all, ledger)).toEqual(expected.map((what) => expect.stringMatching(what)));
});

test('requirements §11.4: shares are counted by who got each notice first, and kept within four standard deviations', () => {
  const codes = Array.from({ length: 100 }, (_, n) => `0101${n}`);
  const ofEach = (firsts: number) => codes.map((each, n) => ({ ...apology, key: each, gateway: n < firsts ? 'a' : 'b' }));
  const measured = (firsts: number) => shareOf('a', [...ofEach(firsts), ...ofEach(0)], new Set(codes));
  expect(measured(64)).toBe(0.64);
  expect(shareIsKept(measured(64), 0.7, 100)).toBe(true);
  expect(shareIsKept(measured(50), 0.7, 100)).toBe(false);
  expect(shareIsKept(measured(90), 0.7, 100)).toBe(false);
});
