import type { Child } from '../../stack/child.ts';
import type { GatewaySurroundings, PreparedGateway } from '../../stack/gateway.ts';
import type { Carrier } from '../carriers/carrier.ts';
import { startCarrier } from '../carriers/start-carrier.ts';
import { writeGatewaysFile } from './gateways-file.ts';

/** A server that speaks the documented fields of one gateway, refusals included, between the product and the simulated telephones. */
export async function prepareCarrier(preset: string, around: GatewaySurroundings): Promise<PreparedGateway> {
  const { urls, keys } = around;
  const carrier = await startCarrier(preset, { productUrl: urls.api, telcoUrl: urls.telco, telcoSecret: keys.gateway });
  const settings = writeGatewaysFile(around, carrier.settings);
  return { name: preset, settings, webhookUrl: carrier.url, programs: [asProgram(carrier)] };
}

/** It runs in this process, so it is only closed in the end. */
function asProgram(carrier: Carrier): Child {
  let open = true;
  const close = async () => {
    if (open) await carrier.close();
    open = false;
    return 0;
  };
  return {
    name: 'carrier',
    logFile: '',
    stopSignal: 'SIGTERM',
    pid: () => undefined,
    running: () => open,
    start: async () => undefined,
    stop: close,
    kill: async () => void (await close()),
    log: () => '',
    [Symbol.asyncDispose]: async () => void (await close()),
  };
}
