/** A message as it arrived at the gateway, by the clock of this machine. */
export type Sent = { readonly dossier: string; readonly kind: string; readonly atMs: number; readonly key: string };

/** What a workflow says of itself: `events` it has applied, after its registration. */
export type Standing = { readonly step: string; readonly events: number; readonly finished: boolean };

/** Plays the job: the product (P) through its HTTP API, or the bare Temporal SDK (B). A call rejects unless its answer is the right one. */
export type Contestant = AsyncDisposable & {
  readonly register: (id: string) => Promise<void>;
  /** Due in many years: it stays open and calls for no apology. */
  readonly registerForLater: (id: string) => Promise<void>;
  readonly progress: (id: string, step: string) => Promise<void>;
  readonly finish: (id: string) => Promise<void>;
  /** `step` is where the answer must say that the dossier is. */
  readonly read: (id: string, step: string) => Promise<void>;
  readonly inquire: (id: string, step: string) => Promise<void>;
  /** Resolves when everything acknowledged so far has been taken by Temporal. */
  readonly delivered: () => Promise<void>;
  /** Asked of the workflow itself, which first does the tasks it has. */
  readonly standing: (id: string) => Promise<Standing>;
  readonly sent: () => readonly Sent[];
  /** Spent so far, milliseconds, by program. */
  readonly cpuMs: () => Readonly<Record<string, number>>;
};

/** The steps of the job, the last one not among them: that is `finish`. */
export const STEPS = ['Thẩm định', 'Trình ký', 'Đóng dấu'] as const;
export const LAST_STEP = 'Đóng dấu';

/** Receipt codes of one job, unlike any other's. */
export function idsOf(run: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${run}A${String(index).padStart(6, '0')}`);
}
