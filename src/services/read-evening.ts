import { dateOf, instantOf, plusDays } from '../domain/calendar.ts';
import { eveningOf, type Evening } from '../domain/evening.ts';
import type { Scope } from '../domain/scope.ts';
import { forecastApologies } from './forecast-apologies.ts';
import type { ServiceDeps } from './service-deps.ts';

/** This evening, whose apologies are for the dossiers that are due tomorrow (requirements §8.3, §8.4). */
export async function readEvening(deps: Pick<ServiceDeps, 'database' | 'now' | 'policy'>, scope: Scope): Promise<Evening> {
  const asOf = deps.now();
  const today = dateOf(asOf);
  const forecasts = await forecastApologies(deps, scope, plusDays(today, 1));
  return eveningOf({ ...forecasts, asOf, opensAt: instantOf(today, deps.policy.apologySecond) });
}
