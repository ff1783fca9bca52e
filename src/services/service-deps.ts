import type { EventWriter } from '../db/journal.ts';
import type { LineKeeper } from '../db/line-keeper.ts';
import type { Database } from '../db/open.ts';
import type { FindAgency } from '../domain/agency.ts';
import type { Policy } from '../domain/apology.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Logger } from '../lib/log.ts';
import type { GatewaySettings, Receiver } from '../sms/gateway.ts';
import type { Temporal } from '../temporal/connect.ts';
import type { Outbox } from '../temporal/deliver.ts';
import type { Replies } from '../temporal/order-reply.ts';
import type { InquirySettings } from './answer-from-database.ts';
import type { DossierReader } from './read-dossier.ts';

/** What the services work with; `main` opens and closes each. A service names the part that it needs. */
export type ServiceDeps = {
  readonly database: Database;
  readonly writeEvent: EventWriter;
  /** What lists and statistics are read from. */
  readonly lists: Pick<LineKeeper, 'note' | 'catchUp'>;
  readonly temporal: Temporal['client'];
  readonly deliver: Outbox['deliver'];
  readonly reader: DossierReader;
  /** By PostgreSQL's clock, which all processes share; the clock of this machine may be wrong. */
  readonly now: () => Instant;
  /** The settings under which a new dossier is registered. */
  readonly policy: Policy;
  /** The ids of the agencies that may register a dossier. */
  readonly agencies: readonly string[];
  readonly findAgency: FindAgency;
  /** How citizens' questions are read and limited. */
  readonly inquirySettings: InquirySettings;
  /** What reads the calls of each gateway, by the gateway's name. */
  readonly receivers: ReadonlyMap<string, Pick<Receiver, 'capabilities'>>;
  /** Starts the call by which a booked reply leaves. */
  readonly orderReply: Replies['order'];
  /** The gateways of the settings, at least one. */
  readonly gateways: readonly GatewaySettings[];
  readonly log: Logger;
};
