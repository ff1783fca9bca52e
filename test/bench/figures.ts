import { spreadOf, type Spread } from './statistics.ts';

/** What a figure must be and what we want it to be; null: nothing is asked. `by` says which side is good. */
export type Asked = {
  readonly id: string;
  readonly what: string;
  readonly by: 'at least' | 'at most';
  readonly must: number | null;
  readonly goal: number | null;
};

export type Figure = Asked & Spread & { readonly verdict: Verdict };
export type Verdict = 'goal' | 'must' | 'past the must' | '';

/** The table of `quality.md`, by the name under which a figure is measured. */
export const ASKED = {
  registered: { id: 'P1', what: 'registrations acknowledged/s, P ÷ B', by: 'at least', must: 3, goal: 6 },
  started: { id: 'P1', what: 'workflows started/s, P ÷ B', by: 'at least', must: 0.7, goal: 0.9 },
  events: { id: 'P2', what: 'events acknowledged/s, P ÷ B', by: 'at least', must: 4, goal: 8 },
  applied: { id: 'P2', what: 'events applied/s, P ÷ B', by: 'at least', must: 0.9, goal: 1.2 },
  quiet: { id: 'P3', what: 'inquiry p99 at 50/s, quiet, P ÷ B', by: 'at most', must: 1.5, goal: 1 },
  burst: { id: 'P4', what: 'inquiry p99 in the burst, s', by: 'at most', must: 0.5, goal: 0.25 },
  burstRatio: { id: 'P4', what: 'inquiry p99 in the burst, P ÷ B', by: 'at most', must: 0.1, goal: 0.03 },
  burstErrors: { id: 'P4', what: 'inquiry errors of P in all jobs', by: 'at most', must: 0, goal: 0 },
  byWorkflow: { id: 'P4', what: 'answered by the workflow in the burst', by: 'at least', must: null, goal: 0.9 },
  lastApology: { id: 'P5', what: 'first due to last apology, spread 0, P ÷ B', by: 'at most', must: 1.3, goal: 1 },
  link10: { id: 'P6', what: 'use of the link at 10 TPS', by: 'at least', must: 0.9, goal: 0.97 },
  link20: { id: 'P6', what: 'use of the link at 20 TPS', by: 'at least', must: 0.9, goal: 0.97 },
  link50: { id: 'P6', what: 'use of the link at 50 TPS', by: 'at least', must: 0.9, goal: 0.97 },
  linkOver: { id: 'P6', what: 'messages above TPS in any clock second', by: 'at most', must: 0, goal: 0 },
  replyBurstP50: { id: 'P7', what: 'reply p50 in the burst, 20/s, s', by: 'at most', must: null, goal: 0.1 },
  replyBurst: { id: 'P7', what: 'reply p99 in the burst, 20/s, s', by: 'at most', must: 0.5, goal: 0.3 },
  replyColdP50: { id: 'P7', what: 'reply p50 with a cache of 2 workflows, s', by: 'at most', must: null, goal: 0.1 },
  replyCold: { id: 'P7', what: 'reply p99 with a cache of 2 workflows, s', by: 'at most', must: 0.5, goal: 0.3 },
  replyNoWorkerP50: { id: 'P7', what: 'reply p50 with no worker, s', by: 'at most', must: null, goal: 0.1 },
  replyNoWorker: { id: 'P7', what: 'reply p99 with no worker, s', by: 'at most', must: 0.5, goal: 0.3 },
  replyNoTemporalP50: { id: 'P7', what: 'reply p50 with Temporal down, s', by: 'at most', must: null, goal: 0.1 },
  replyNoTemporal: { id: 'P7', what: 'reply p99 with Temporal down, s', by: 'at most', must: 0.5, goal: 0.3 },
  replyErrors: { id: 'P7', what: 'inquiries without the right answer', by: 'at most', must: 0, goal: 0 },
  write: { id: 'P8', what: 'write acknowledged in the burst, p99, s', by: 'at most', must: 0.3, goal: 0.1 },
  writeErrors: { id: 'P8', what: 'writes refused in the burst', by: 'at most', must: 0, goal: 0 },
  statements: { id: 'C6', what: "product SQL in a dossier's life", by: 'at most', must: 36, goal: 24 },
  wal: { id: 'C6', what: "WAL of the product in a dossier's life, KiB", by: 'at most', must: 32, goal: 20 },
  idle: { id: 'C7', what: 'idle product SQL, 10 times as many open dossiers, more ÷ less', by: 'at most', must: 1.05, goal: 1 },
  memory: { id: 'C9', what: 'worker memory, twice as many open dossiers', by: 'at most', must: 1.1, goal: 1.03 },
  cpu: { id: 'C10', what: "CPU of api and worker in a life ÷ B's worker", by: 'at most', must: 1.5, goal: 1.25 },
  listPageP50: { id: 'L1', what: 'page of the slowest list, up to two filters, any sort, p50, ms', by: 'at most', must: null, goal: 30 },
  listPage: { id: 'L1', what: 'page of the slowest list, up to two filters, any sort, p99, ms', by: 'at most', must: 100, goal: 30 },
  searchP50: { id: 'L1', what: 'slowest search by code, part of a code or number, p50, ms', by: 'at most', must: null, goal: 30 },
  search: { id: 'L1', what: 'slowest search by code, part of a code or number, p99, ms', by: 'at most', must: 100, goal: 30 },
  listCounts: { id: 'L2', what: 'counts of all lists, p99, ms', by: 'at most', must: 200, goal: 50 },
  yearStatistics: { id: 'L2', what: 'statistics of a year by procedure, ms', by: 'at most', must: 1000, goal: 300 },
  listGrowth: { id: 'L3', what: "page of the list that grows most, all dossiers ÷ a small office's", by: 'at most', must: 2, goal: 1.2 },
  consolePage: { id: 'L4', what: 'slowest page of the console, p99, ms', by: 'at most', must: 300, goal: 100 },
} as const satisfies Record<string, Asked>;

export type FigureName = keyof typeof ASKED;
/** One value a round. */
export type Values = Partial<Readonly<Record<FigureName, readonly number[]>>>;

/** Those that were measured, in the order of the table, judged by their medians. */
export function judgeFigures(values: Values): readonly Figure[] {
  return Object.entries(ASKED).flatMap(([name, asked]) => {
    const measured = Object.entries(values).find(([of]) => of === name)?.[1];
    if (!measured || measured.length === 0) return [];
    const spread = spreadOf(measured);
    return [{ ...asked, ...spread, verdict: verdictOf(asked, spread.median) }];
  });
}

/** What is not a number was not reached. */
function verdictOf({ by, must, goal }: Asked, value: number): Verdict {
  const reaches = (bar: number) => (by === 'at least' ? value >= bar : value <= bar);
  if (must !== null && !reaches(must)) return 'past the must';
  if (goal !== null && reaches(goal)) return 'goal';
  return must === null ? '' : 'must';
}
