import type { Entry } from '../../../infra/dev/telco/entry.ts';
import type { DossierEvent, Registration } from '../../../src/domain/dossier.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import type { Played } from '../links/sabotage.ts';
import type { Outage } from '../world.ts';

/** What the ledger says of a notice. */
export type LedgerRow = {
  readonly key: string;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  readonly resent: number;
  readonly attempts: number;
};

/** What the table of inquiries says of one. */
export type InquiryRow = {
  readonly id: string;
  readonly outcome: string | null;
  readonly reply: string | null;
  readonly charge: boolean | null;
};

/** A dossier as the journal and the ledger tell it. */
export type Kept = {
  readonly registration: Registration;
  readonly events: readonly DossierEvent[];
  readonly ledger: readonly LedgerRow[];
  /** Whether somebody can be reached now. */
  readonly hasPhone: boolean;
};

/** The api said yes to this at that moment (milliseconds since 1970); `seq` 0 is the registration. */
export type Acknowledged = { readonly code: string; readonly seq: number; readonly at: number };

/** All that the judge knows. Nothing of it is what the product's programs say of themselves. */
export type Evidence = {
  /** When it was read, milliseconds since 1970. */
  readonly now: number;
  readonly dossiers: readonly Kept[];
  readonly log: readonly Entry[];
  readonly inquiries: readonly InquiryRow[];
  readonly acknowledged: readonly Acknowledged[];
  readonly outages: readonly Outage[];
  readonly played: readonly Played[];
  readonly agencyName: (agency: string) => string;
};
