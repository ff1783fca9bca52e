import { instantAt } from '../../../src/domain/calendar.ts';
import { readNoticeKey, type Notice, readReference } from '../../../src/domain/notice-key.ts';
import { verdictOn } from '../../../src/domain/due-notices.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import { chaptersWithin, isAccepted, type Account, type Handover } from './accounts.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** I3: what the network took was true and due when it took it, in the words of the notice; and no apology comes after its result. */
export function nothingUntrue(evidence: Evidence, accounts: readonly Account[]): readonly Finding[] {
  return accounts.flatMap((account) =>
    account.handovers.filter(isAccepted).flatMap((handover) => {
      const { key } = readReference(handover.id);
      const notice = readNoticeKey(key)?.notice;
      const finding = (what: string): Finding => ({ invariant: 'I3', about: handover.id, what });
      if (!notice) return [finding('no notice has such a key')];
      return [
        ...untrue(evidence, account, handover, notice),
        ...afterItsResult(account, handover, notice),
        ...inOtherWords(evidence, account, handover, notice),
      ].map(finding);
    }),
  );
}

/** Between the claim, which looks into the journal, and the network lies a hand-over: longer while something is broken. Milliseconds. */
const ON_ITS_WAY_MS = { quiet: 1500, troubled: 8000 } as const;

function untrue({ outages, played }: Evidence, { chapters }: Account, { at }: Handover, notice: Notice): readonly string[] {
  const atMs = Date.parse(at);
  const troubled = [...outages, ...played].some(({ from, to }) => from <= atMs && to >= atMs - ON_ITS_WAY_MS.troubled);
  const sinceMs = atMs - (troubled ? ON_ITS_WAY_MS.troubled : ON_ITS_WAY_MS.quiet);
  const verdicts = chaptersWithin(chapters, sinceMs, atMs).map(({ dossier }) => verdictOn(dossier, notice, instantAt(atMs)));
  if (verdicts.some(({ call }) => call === 'send')) return [];
  const calls = verdicts.map((verdict) => ('reason' in verdict ? `${verdict.call} (${verdict.reason})` : verdict.call));
  return [`not to be sent at ${at}: ${calls.join(', ') || 'no such dossier yet'}`];
}

/** Requirements §5.3: never after the M1 of the same round. */
function afterItsResult({ chapters, handovers }: Account, apology: Handover, notice: Notice): readonly string[] {
  if (notice.kind !== 'apology') return [];
  const round = chaptersWithin(chapters, 0, Date.parse(apology.at)).at(-1)?.dossier.result;
  if (!round || round.at === null) return [];
  const before = handovers.slice(0, handovers.indexOf(apology)).filter(isAccepted);
  return before.some(({ id }) => readReference(id).key.endsWith(`/result/${round.round}`)) ? ['an apology after its result'] : [];
}

function inOtherWords({ agencyName }: Evidence, { registration }: Account, { text }: Handover, notice: Notice): readonly string[] {
  const expected = noticeText(notice, registration.receiptCode, agencyName(registration.agency));
  return text === expected ? [] : [`in other words than the notice's: ${text}`];
}
