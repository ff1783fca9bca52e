import type { Database } from '../db/open.ts';
import type { FindAgency } from '../domain/agency.ts';
import type { Logger } from '../lib/log.ts';
import type { GatewaySettings, Sender } from '../sms/gateway.ts';
import type { Pace } from './pace.ts';

/** A gateway through which messages leave, and how fast its link takes them. */
export type GatewayLink = { readonly sender: Sender; readonly settings: GatewaySettings; readonly pace: Pace };

export type ActivityDeps = {
  readonly database: Database;
  /** At least one. */
  readonly gateways: readonly GatewayLink[];
  readonly log: Logger;
  readonly uncertainAfterMs: number;
  readonly findAgency: FindAgency;
};
