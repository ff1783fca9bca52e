import type { Database } from '../db/open.ts';
import type { SmsEncoding } from '../domain/sms-encoding.ts';
import type { AgencyName } from '../domain/texts.ts';
import type { Logger } from '../lib/log.ts';
import type { Gateway } from '../sms/gateway.ts';
import type { Pace } from './pace.ts';

export type ActivityDeps = {
  readonly database: Database;
  readonly gateway: Gateway;
  readonly log: Logger;
  /** How fast the link to the gateway takes messages (`SMS_TPS`). */
  readonly pace: Pace;
  readonly uncertainAfterMs: number;
  readonly encoding: SmsEncoding;
  readonly agencyName: AgencyName;
};
