import type { EventWriter } from '../db/journal.ts';
import type { Database } from '../db/open.ts';
import type { Policy } from '../domain/apology.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Logger } from '../lib/log.ts';
import type { Temporal } from '../temporal/connect.ts';
import type { Outbox } from '../temporal/deliver.ts';
import type { InquirySettings } from './answer-from-database.ts';
import type { DossierReader } from './read-dossier.ts';

/** What the services work with; `main` opens and closes each. A service names the part that it needs. */
export type ServiceDeps = {
  readonly database: Database;
  readonly writeEvent: EventWriter;
  readonly temporal: Temporal['client'];
  readonly deliver: Outbox['deliver'];
  readonly reader: DossierReader;
  /** By PostgreSQL's clock, which all processes share; the clock of this machine may be wrong. */
  readonly now: () => Instant;
  /** The settings under which a new dossier is registered. */
  readonly policy: Policy;
  /** The ids of the agencies that may register a dossier. */
  readonly agencies: readonly string[];
  /** How citizens' questions are read and limited. */
  readonly inquirySettings: InquirySettings;
  /** The name of the gateway through which notices leave (SMS_GATEWAY). */
  readonly gateway: string;
  readonly log: Logger;
};
