import { upsertSearchAttributes } from '@temporalio/workflow';
import type { Dossier } from '../domain/dossier.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { searchAttributesOf } from './contract.ts';

/** Keeps the search attributes equal to the dossier, from those that the start set. Each change is one event of the history. */
export function createSearchAttributeWriter(atStart: Dossier) {
  let written = searchAttributesOf(atStart, null);
  let problem: NoticeStatus | null = null;
  return {
    write(dossier: Dossier, newProblem: NoticeStatus | null): void {
      const wanted = searchAttributesOf(dossier, newProblem);
      const changed = wanted.filter(({ value }, index) => !isSame(value, written[index]?.value));
      if (changed.length > 0) upsertSearchAttributes(changed);
      [written, problem] = [wanted, newProblem];
    },
    /** The problem that operators see now. */
    problem: () => problem,
  };
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
