import { readGateways, setShare } from '../db/gateways.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import { listedGateway, type ListedGateway } from './list-gateways.ts';
import type { ServiceDeps } from './service-deps.ts';

export type ShareChange = { readonly share: number; readonly reason: string };

export type ShareResult =
  | { readonly kind: 'set'; readonly gateway: ListedGateway }
  | { readonly kind: 'unknown_gateway' }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal };

/** Sets a gateway's share from now on, in place of that of the settings (requirements §11.4). */
export async function setGatewayShare(
  { database, gateways, receivers }: Pick<ServiceDeps, 'database' | 'gateways' | 'receivers'>,
  name: string,
  { share, reason }: ShareChange,
  by: string,
): Promise<ShareResult> {
  const settings = gateways.find((each) => each.name === name);
  if (!settings) return { kind: 'unknown_gateway' };
  if (receivers.get(name)?.capabilities.inquiriesOnly) return { kind: 'field_refused', refusal: { kind: 'takes_no_notices' } };
  await setShare(database, name, { share, reason, by });
  const rows = await readGateways(database);
  const row = rows.find((each) => each.name === name);
  return { kind: 'set', gateway: listedGateway(settings, row) };
}
