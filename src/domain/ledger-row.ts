import type { Instant } from './calendar.ts';
import type { Notice } from './notice-key.ts';
import type { DossierStates } from './dossier-states.ts';
import type { NoticeStatus } from './notice-status.ts';

/** A row of the ledger, with what rules and invariants look at. */
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
  /** The gateway accepted the message in its answer. */
  readonly acknowledged: boolean;
};

export type DossierFacts = {
  readonly states: DossierStates;
  readonly rows: readonly LedgerRow[];
  /** Activities that Temporal has under way for its notices. */
  readonly underWay: number;
  readonly now: Instant;
  /** How long a due notice may be absent before that counts, milliseconds. */
  readonly patienceMs: number;
};
