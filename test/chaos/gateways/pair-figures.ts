import { tomorrow } from '../../../infra/dev/demo/wall-clock.ts';
import { isProblem } from '../../../src/domain/notice-status.ts';
import { counted, seconds, told, type Figure } from '../figure.ts';
import { shareIsKept, shareOf, type Handed } from '../judge/telephones.ts';
import type { Judged } from './judge-pair.ts';
import type { PairOffice } from './pair-office.ts';
import type { PairEnd } from './play-pair.ts';
import type { PairPlan } from './settings.ts';

const ID = 'R12';
/** How long a notice may look for the gateway that is well, seconds. */
const ANOTHER_WITHIN_S = 10;

export function figuresOfPair(
  { first, second, deduplicates, office }: PairPlan & { readonly office: PairOffice },
  { missed, hadAnother }: PairEnd,
  { findings, handed, evidence: { dossiers } }: Judged,
): readonly Figure[] {
  const names = `${first.preset} and ${second.preset}`;
  const ledger = dossiers.flatMap((dossier) => dossier.ledger);
  const failed = ledger.filter(({ status }) => isProblem(status) && (deduplicates || status !== 'uncertain'));
  const uncertain = ledger.filter(({ status }) => status === 'uncertain').length;
  const again = ledger.filter(({ resent }) => resent > 0).length;
  const accepted = handed.filter(({ outcome }) => outcome === 'accepted');
  const apologies = new Set(office.citizens.map(({ code }) => `${code}/apology/${tomorrow()}`));
  const { share: wanted } = first;
  const share = shareOf(first.name, handed, apologies);
  return [
    counted(ID, `violations: ${names}, dead, slow, refusing, silent, paused`, findings.length),
    counted(ID, `${names}: what was to come and did not${missed.map((what) => `; ${what}`).join('')}`, missed.length),
    counted(ID, `${names}: notices that failed visibly, but for requirements §5.6`, failed.length),
    {
      id: ID,
      what: `${names}: share of the first while both were well`,
      value: `${(share * 100).toFixed(0)} %`,
      must: `${wanted} % ± 4 σ`,
      ok: shareIsKept(share, wanted / 100, apologies.size),
    },
    seconds(ID, `${names}: longest wait while another gateway was well`, longestWait(hadAnother, accepted), ANOTHER_WITHIN_S),
    told(ID, `${names}: messages; uncertain, sent once more`, `${accepted.length}; ${uncertain}, ${again}`),
  ];
}

/** From the acknowledged arrival of a result to its telephone, milliseconds. */
function longestWait(arrived: PairEnd['hadAnother'], accepted: readonly Handed[]): number {
  const waits = arrived.map(({ code, at }) => {
    const first = accepted.find(({ key }) => key === `${code}/result/1`);
    return first ? Date.parse(first.at) - at : Number.POSITIVE_INFINITY;
  });
  return Math.max(...waits);
}
