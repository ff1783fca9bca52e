import type { Outcome } from './dossier.ts';

/** What the outcomes of a dossier are called (console §6). */
export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  handed_over: 'Đã trả kết quả',
  withdrawn: 'Đã rút',
  rejected: 'Từ chối',
};
