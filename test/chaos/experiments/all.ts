import { duplicates } from './duplicates.ts';
import { everyKill, lostAnswers, stoppedPostgres } from './evenings.ts';
import type { Experiment } from './experiment.ts';
import { fairAgencies } from './fairness.ts';
import { gatewayFaults } from './gateways.ts';
import { backToWork } from './recovery.ts';
import { uncertainHandovers } from './uncertain.ts';

/** The rows of quality.md that this program plays; R5 and R6 are tests of their own (test/model, test/replay). */
export const EXPERIMENTS: readonly { readonly id: string; readonly what: string; readonly run: Experiment }[] = [
  { id: 'R8', what: 'every write five times at once', run: duplicates },
  { id: 'R10', what: 'ten times the burst from one agency', run: fairAgencies },
  { id: 'R4', what: 'done, and reported as failed, at every port', run: lostAnswers },
  { id: 'R4', what: 'a gateway that does not deduplicate', run: uncertainHandovers },
  { id: 'R12', what: 'two gateways that fail by turns', run: gatewayFaults },
  { id: 'R3', what: 'PostgreSQL stops again and again', run: stoppedPostgres },
  { id: 'R1', what: 'every program killed at every stage', run: everyKill },
  { id: 'R2', what: 'back to work', run: backToWork },
];
