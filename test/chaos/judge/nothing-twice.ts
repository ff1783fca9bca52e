import { groupBy } from '../../../src/lib/group-by.ts';
import type { Played } from '../links/sabotage.ts';
import { readReference } from '../../../src/domain/notice-key.ts';
import { isAccepted, type Account, type Handover } from './accounts.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** I2: no key is handed over twice unless the first hand-over was ambiguous; then under the same reference, or flagged in the ledger. */
export function nothingTwice(evidence: Evidence, accounts: readonly Account[]): readonly Finding[] {
  return accounts.flatMap((account) => [...perReference(evidence, account), ...perKey(evidence, account), ...unsaid(account)]);
}

/** The network took a reference once; what came again found a first hand-over whose end nobody could know. */
function perReference(evidence: Evidence, { handovers }: Account): readonly Finding[] {
  return [...groupBy(handovers.filter(isTaken), ({ id }) => id, same)].flatMap(([id, [first, ...again]]) => [
    ...again.filter(isAccepted).map((): Finding => ({ invariant: 'I2', about: id, what: 'the network accepted this reference twice' })),
    ...again
      .filter((each) => first && !isAmbiguous(evidence, first, each))
      .map((each): Finding => ({
        invariant: 'I2',
        about: id,
        what: `handed over again at ${each.at}, though nothing had happened to the first`,
      })),
  ]);
}

/** A second message for the same notice is one that the ledger owns up to, after a first that was lost or failed. */
function perKey(evidence: Evidence, { handovers, ledger }: Account): readonly Finding[] {
  const accepted = handovers.filter(isAccepted);
  return [...groupBy(accepted, ({ id }) => readReference(id).key, same)].flatMap(([key, [first, ...again]]) => {
    const resent = ledger.find((row) => row.key === key)?.resent ?? 0;
    const tooMany: readonly Finding[] =
      again.length > resent
        ? [{ invariant: 'I2', about: key, what: `${again.length + 1} messages, and the ledger owns up to ${resent + 1}` }]
        : [];
    const needless = again
      .filter((each) => first && !isAmbiguous(evidence, first, each))
      .map(({ id }): Finding => ({
        invariant: 'I2',
        about: key,
        what: `sent once more as ${id}, though nothing had happened to the first`,
      }));
    return [...tooMany, ...needless];
  });
}

/** A message left, and the ledger says that there is none. */
function unsaid({ handovers, ledger }: Account): readonly Finding[] {
  const keys = new Set(handovers.filter(isAccepted).map(({ id }) => readReference(id).key));
  return [...keys].flatMap((key): readonly Finding[] => {
    const status = ledger.find((row) => row.key === key)?.status;
    const denied = status === undefined || status === 'skipped' || status === 'superseded' || status === 'missed' || status === 'created';
    return denied ? [{ invariant: 'I2', about: key, what: `the network took it, and the ledger says ${status ?? 'nothing'}` }] : [];
  });
}

function isTaken({ outcome }: Handover): boolean {
  return outcome === 'accepted' || outcome === 'repeated';
}

/** Between the two somebody was away, this very hand-over was sabotaged, or the word about its end was. */
function isAmbiguous({ outages, played }: Evidence, first: Handover, again: Handover): boolean {
  const [from, to] = [Date.parse(first.at) - CLOCKS_MS, Date.parse(again.at) + CLOCKS_MS];
  const overlaps = (span: { readonly from: number; readonly to: number }) => span.from <= to && span.to >= from;
  return outages.some(overlaps) || played.some((each) => overlaps(each) && concerns(each, first));
}

/** Of one machine: what a program's own note of a moment may lie behind it, milliseconds. */
const CLOCKS_MS = 100;

function concerns({ port, call, about }: Played, { id }: Handover): boolean {
  if (port === 'gateway') return about === id;
  if (port === 'postgres') return /notices|gateway/.test(call);
  return port === 'temporal' && /Activity/.test(call);
}

function same(handover: Handover): Handover {
  return handover;
}
