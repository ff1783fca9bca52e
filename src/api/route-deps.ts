import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Instant } from '../domain/calendar.ts';
import type { Logger } from '../lib/log.ts';
import type { Networks } from '../lib/networks.ts';
import type { Services } from '../services/services.ts';
import type { Receiver } from '../sms/gateway.ts';
import type { AppEnv } from './app-env.ts';
import type { ApiKey, Guard } from './auth.ts';
import type { Metrics } from './metrics.ts';

/** What the API is made of; `main` makes each. */
export type AppDeps = {
  readonly services: Services;
  readonly keys: readonly ApiKey[];
  /** Each reads the calls of one gateway, by the gateway's name. */
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** Proxies that say from where a call came (contract §1, TRUSTED_PROXIES). */
  readonly isTrustedProxy: Networks;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** By PostgreSQL's clock, which all processes share; the clock of this machine may be wrong. */
  readonly now: () => Instant;
  /** Whether an error means that PostgreSQL cannot be reached, and nothing is wrong with the request. */
  readonly isUnavailable: (error: unknown) => boolean;
};

export type RouteDeps = AppDeps & { readonly guard: Guard };
export type App = OpenAPIHono<AppEnv>;
