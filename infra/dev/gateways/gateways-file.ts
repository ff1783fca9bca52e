import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GatewaySurroundings } from '../../stack/gateway.ts';
import type { CarrierSettings } from '../carriers/carrier.ts';

/**
 * The product's settings for these gateways, each named as its preset (contract §1): a GATEWAYS_FILE, whose secrets are in variables. It
 * replaces the variables of a stack without a gateway between, which are unset.
 */
export function writeGatewaysFile({ dataDir }: GatewaySurroundings, gateways: readonly CarrierSettings[]): NodeJS.ProcessEnv {
  const file = path.join(dataDir, 'gateways.json');
  writeFileSync(file, `${JSON.stringify(gateways.map(entryOf), null, 2)}\n`);
  return {
    GATEWAYS_FILE: file,
    ...Object.fromEntries(gateways.flatMap(secretsOf)),
    SMS_GATEWAY: undefined,
    SMS_GATEWAY_URL: undefined,
    SMS_GATEWAY_USER: undefined,
    SMS_GATEWAY_SECRET: undefined,
    SMS_SENDER: undefined,
  };
}

function entryOf(gateway: CarrierSettings, index: number) {
  const { preset, url, user, secret, sender, webhookSecrets, values, templates } = gateway;
  return {
    name: preset,
    preset,
    url,
    ...(user === null ? {} : { user }),
    ...(secret === null ? {} : { secretEnv: secretName(index) }),
    sender,
    ...(webhookSecrets.length === 0 ? {} : { webhookSecretEnv: webhookSecretName(index) }),
    values,
    templates,
  };
}

function secretsOf({ secret, webhookSecrets }: CarrierSettings, index: number): [string, string][] {
  const sending: [string, string][] = secret === null ? [] : [[secretName(index), secret]];
  return webhookSecrets.length === 0 ? sending : [...sending, [webhookSecretName(index), webhookSecrets.join(',')]];
}

const secretName = (index: number) => `GATEWAY_${index + 1}_SECRET`;
const webhookSecretName = (index: number) => `GATEWAY_${index + 1}_WEBHOOK_SECRET`;
