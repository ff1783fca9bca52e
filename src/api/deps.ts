import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Client } from '@temporalio/client';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import type { Logger } from '../lib/log.ts';
import type { AppEnv, Guard } from './auth.ts';
import type { DossierReader } from '../services/read-dossier.ts';
import type { Metrics } from './metrics.ts';

/** Journal → Temporal, as far as the API knows it. */
export type Deliveries = {
  readonly deliver: (parcel: {
    readonly receiptCode: ReceiptCode;
    readonly registration?: Registration;
    readonly events: readonly DossierEvent[];
  }) => void;
  readonly isPending: (key: CodeKey) => boolean;
};

/** What the API is made of; `main` opens and closes each. */
export type ApiDeps = {
  readonly config: Config;
  readonly database: Database;
  readonly deliveries: Deliveries;
  readonly temporal: Client;
  readonly reader: DossierReader;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** By PostgreSQL's clock, as all processes see it (src/clock.ts); this machine's may be wrong. */
  readonly now: () => Instant;
};

export type RouteDeps = ApiDeps & { readonly guard: Guard };
export type App = OpenAPIHono<AppEnv>;
