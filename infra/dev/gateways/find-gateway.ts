import type { PrepareGateway } from '../../stack/gateway.ts';
import { findKannel, NO_KANNEL, type KannelPrograms } from '../../stack/kannel.ts';
import { CARRIER_NAMES } from '../carriers/descriptions.ts';
import { prepareCarrier } from './carrier-gateway.ts';
import { prepareKannel } from './kannel-gateway.ts';

const NAMES: readonly string[] = ['plain', 'kannel', ...CARRIER_NAMES];

/**
 * Reads `--gateway <name>`: what stands between the product and the simulated telephones. Undefined for `plain`, where nothing does.
 * @throws when there is no such gateway, or Kannel is not installed
 */
export function findGateway(args: readonly string[], kannel: KannelPrograms | null = findKannel() ?? null): PrepareGateway | undefined {
  const name = readName(args);
  if (!NAMES.includes(name)) throw new Error(`--gateway: expected one of ${NAMES.join(', ')}, came ${name || 'nothing'}`);
  if (name === 'plain') return undefined;
  if (name !== 'kannel') return (around) => prepareCarrier(name, around);
  if (!kannel) throw new Error(`--gateway kannel: ${NO_KANNEL}`);
  return (around) => prepareKannel(kannel, around);
}

function readName(args: readonly string[]): string {
  const place = args.findIndex((arg) => arg === '--gateway' || arg.startsWith('--gateway='));
  if (place < 0) return 'plain';
  const [, value] = (args[place] ?? '').split('=', 2);
  return value ?? args[place + 1] ?? '';
}
