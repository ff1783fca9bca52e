import type { Forecast, RecordedApology } from './apology-forecast.ts';
import { epochMs, type Instant } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import { isProblem, lackedPhone, type NoticeStatus } from './notice-status.ts';
import type { ApologySaver, SavedBy } from './saved-apology.ts';

/** An apology as the ledger has it. `dueAt` is its own instant. */
export type LedgerApology = RecordedApology & { readonly dueAt: Instant; readonly sentAt: Instant | null };

/** Whether the citizen of one dossier is apologised to for a due date, and why not. */
export type DossierForecast = Forecast & {
  readonly dossier: Dossier;
  /** What became of the apology, once it was decided. */
  readonly status: NoticeStatus | null;
  /** What would save it, if it were recorded now. */
  readonly savers: readonly ApologySaver[];
};

/** The apologies of one evening, as they are known at the moment `asOf`. */
export type EveningFacts = {
  readonly asOf: Instant;
  /** When the first of them may leave. */
  readonly opensAt: Instant;
  /** The dossiers that are due on the day after. */
  readonly items: readonly DossierForecast[];
  /** What the ledger knows, also of dossiers that are due on another day since. */
  readonly decided: readonly (LedgerApology & { readonly dossier: Dossier })[];
  readonly saved: readonly { readonly dossier: Dossier; readonly savedBy: SavedBy }[];
};

/** `status` is null while it is not decided. */
export type NotSent = { readonly dossier: Dossier; readonly status: NoticeStatus | null; readonly reason: string | null };

/** An evening as people see it (requirements §8.3, §8.4): until its hour what will leave, and then what left. */
export type Evening = Pick<EveningFacts, 'asOf' | 'opensAt'> &
  (
    | {
        readonly phase: 'before';
        readonly willBeSent: readonly DossierForecast[];
        /** They are called for, and there is no number to send them to. */
        readonly withoutPhone: readonly DossierForecast[];
      }
    | {
        readonly phase: 'after';
        readonly sent: number;
        /** Neither sent nor given up. */
        readonly waiting: number;
        readonly notSent: readonly NotSent[];
        readonly saved: EveningFacts['saved'];
        /** The one that left last, and how late after its own instant, milliseconds. Null when none has left. */
        readonly last: { readonly at: Instant; readonly lateMs: number } | null;
      }
  );

export function eveningOf({ asOf, opensAt, items, decided, saved }: EveningFacts): Evening {
  const open = items.filter(({ status }) => status === null);
  const willBeSent = open.filter((item) => item.willBeSent);
  const withoutPhone = open.filter(({ reason }) => reason === 'no_phone');
  if (asOf < opensAt) return { phase: 'before', asOf, opensAt, willBeSent, withoutPhone };
  return {
    phase: 'after',
    asOf,
    opensAt,
    sent: decided.filter(({ status }) => SENT.has(status)).length,
    waiting: willBeSent.length + decided.filter(({ status }) => WAITING.has(status)).length,
    notSent: [...withoutPhone, ...decided.filter((apology) => isProblem(apology.status) || lackedPhone(apology))],
    saved,
    last: lastOf(decided),
  };
}

const SENT: ReadonlySet<NoticeStatus> = new Set(['sent', 'delivered']);
const WAITING: ReadonlySet<NoticeStatus> = new Set(['created', 'sending']);

function lastOf(decided: EveningFacts['decided']): { readonly at: Instant; readonly lateMs: number } | null {
  const left = decided.flatMap(({ sentAt, dueAt }) => (sentAt === null ? [] : [{ at: sentAt, lateMs: epochMs(sentAt) - epochMs(dueAt) }]));
  return left.toSorted((one, other) => (one.at < other.at ? -1 : 1)).at(-1) ?? null;
}
