import type { OpenAPIHono } from '@hono/zod-openapi';
import type { FindAgency } from '../domain/agency.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Logger } from '../lib/log.ts';
import type { Networks } from '../lib/networks.ts';
import type { InquirySettings } from '../services/answer-from-database.ts';
import type { Services } from '../services/services.ts';
import type { Receiver } from '../sms/gateway.ts';
import type { AppEnv } from './app-env.ts';
import type { ApiKey, Guard } from './auth.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Metrics } from './metrics.ts';

/** What the API is made of; `main` makes each. */
export type AppDeps = {
  readonly services: Services;
  readonly keys: readonly ApiKey[];
  /** Each reads the calls of one gateway, by the gateway's name. */
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** Proxies that say from where a call came (contract §1, TRUSTED_PROXIES). */
  readonly isTrustedProxy: Networks;
  /** The keys that sign the console's cookies and forms, the newest first. Without one the console is off. */
  readonly sessionSecrets: readonly string[];
  /** The office's OpenID Connect provider; null where people sign in by password alone. */
  readonly provider: IdentityProvider | null;
  /** The ids of all agencies of the settings, and what the settings say of each. */
  readonly agencies: readonly string[];
  readonly findAgency: FindAgency;
  /** How citizens ask by SMS: the word with which they begin, and the number to which they text. */
  readonly inquirySettings: Pick<InquirySettings, 'keyword' | 'shortCode'>;
  /** The address of the namespace in the Temporal UI, for links; null where the settings name none. */
  readonly temporalUi: string | null;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** By PostgreSQL's clock, which all processes share; the clock of this machine may be wrong. */
  readonly now: () => Instant;
  /** Whether an error means that PostgreSQL cannot be reached, and nothing is wrong with the request. */
  readonly isUnavailable: (error: unknown) => boolean;
  /** Aborted when the process is to end, so that no answer goes on for ever. */
  readonly stopping: AbortSignal;
};

export type RouteDeps = AppDeps & { readonly guard: Guard };
export type App = OpenAPIHono<AppEnv>;
