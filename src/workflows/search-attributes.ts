import { upsertSearchAttributes } from '@temporalio/workflow';
import type { Dossier } from '../domain/dossier.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { attributePairs } from './contract.ts';

/** Keeps the search attributes in step with the dossier; whoever started the workflow gave the first ones. One history event a change. */
export function signboard(atStart: Dossier) {
  let shown = attributePairs(atStart, null);
  let problem: NoticeStatus | null = null;
  return {
    show(dossier: Dossier, newProblem: NoticeStatus | null): void {
      const wanted = attributePairs(dossier, newProblem);
      const changed = wanted.filter(({ value }, index) => !same(value, shown[index]?.value));
      if (changed.length > 0) upsertSearchAttributes(changed);
      [shown, problem] = [wanted, newProblem];
    },
    problem: () => problem,
  };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
