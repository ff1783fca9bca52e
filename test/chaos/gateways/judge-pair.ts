import { setTimeout as sleep } from 'node:timers/promises';
import { tomorrow } from '../../../infra/dev/demo/wall-clock.ts';
import { readLocalDate } from '../../../src/domain/calendar.ts';
import { isOver } from '../../../src/domain/notice-status.ts';
import { readNoticeKey } from '../../../src/domain/notice-key.ts';
import { acknowledgedAndLost, gather, workflowsDisagree } from '../gather.ts';
import type { Evidence } from '../judge/evidence.ts';
import type { Finding } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { asOneNetwork, handedBy, nothingElsewhere, nothingToStrangers, type Handed } from '../judge/telephones.ts';
import type { World } from '../world.ts';
import type { PairOffice } from './pair-office.ts';
import { AGENCY_NAME } from './settings.ts';
import type { SimulatedGateway } from './simulated-gateway.ts';

const QUIET_WITHIN_MS = 60_000;

export type Judged = { readonly findings: readonly Finding[]; readonly handed: readonly Handed[]; readonly evidence: Evidence };

/** Looks until nothing is wrong any more, by what the telephones of both gateways got, the journal, the ledger and the workflows. */
export async function judgeWhenQuiet(world: World, office: PairOffice, gateways: readonly SimulatedGateway[]): Promise<Judged> {
  const until = Date.now() + QUIET_WITHIN_MS;
  for (;;) {
    const handed = handedBy(
      gateways.flatMap((gateway) => gateway.heard()),
      addresseesOf(office),
    );
    const evidence = { ...(await gather(world, office.citizens, office.books)), ...asOneNetwork(handed) };
    const here = [
      ...judge(evidence),
      ...nothingElsewhere(handed),
      ...nothingToStrangers(handed),
      ...acknowledgedAndLost(evidence),
      ...underWay(evidence),
    ];
    const findings = here.length > 0 ? here : await workflowsDisagree(world, evidence);
    const refused = office.books.complaints.map((what): Finding => ({ invariant: 'I6', about: 'a clerk', what: `was refused: ${what}` }));
    if (findings.length === 0 || Date.now() > until) return { findings: [...findings, ...refused], handed, evidence };
    await sleep(500);
  }
}

function addresseesOf({ citizens }: PairOffice) {
  const dueDate = readLocalDate(tomorrow());
  if (dueDate === null) throw new Error('expected a date');
  return citizens.map(({ code, phone }) => ({ code, phone, dueDate, agencyName: AGENCY_NAME }));
}

function underWay({ dossiers }: Evidence): readonly Finding[] {
  return dossiers
    .flatMap(({ ledger }) => ledger)
    .filter((row) => !isOver(row, readNoticeKey(row.key)?.notice.kind ?? 'apology'))
    .map(({ key, status }) => ({ invariant: 'I1', about: key, what: `still ${status}` }));
}
