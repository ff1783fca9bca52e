import type { Instant } from './calendar.ts';
import type { Notice } from './notice-key.ts';
import type { DossierStates } from './dossier-states.ts';
import type { NoticeStatus } from './notice-status.ts';

/** A row of the ledger, as far as it can be judged. */
export type LedgerRow = {
  readonly key: string;
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  readonly text: string;
  readonly attempts: number;
  readonly resent: number;
  readonly decidedAt: Instant;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
  /** The gateway said in its answer that it took the message. */
  readonly acknowledged: boolean;
};

/** What is known of one dossier at one moment. */
export type DossierFacts = {
  readonly life: DossierStates;
  readonly rows: readonly LedgerRow[];
  /** Hand-overs and recordings that Temporal has under way for it. */
  readonly underWay: number;
  readonly now: Instant;
  /** How long what is due may take before its absence counts, milliseconds. */
  readonly patienceMs: number;
};
