import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { signatureOf } from './signature.ts';

/** Settings with gateways of every way to call us: signed JSON, a secret in the address, checksums, a list of addresses. */
export const SECRETS = {
  A_WEBHOOK: 'secret-of-gateway-a-0001',
  B_WEBHOOK: 'secret-of-gateway-b-0002',
  LINE_WEBHOOK: 'secret-of-the-line-0003',
  ESMS_WEBHOOK: 'secret-of-esms-00000004',
  SHORT_WEBHOOK: 'secret-of-the-code-0005',
  VCOM_WEBHOOK: 'secret-of-v-com-00000006',
} as const;

/** From here alone gateway `b` may call. */
export const ADDRESS_OF_B = '203.0.113.7';

const GATEWAYS = [
  { name: 'a', preset: 'plain', webhookSecretEnv: 'A_WEBHOOK', tps: 20, share: 70 },
  { name: 'b', preset: 'plain', webhookSecretEnv: 'B_WEBHOOK', tps: 5, share: 30, callersFrom: [`${ADDRESS_OF_B}/32`] },
  { name: 'line', preset: 'kannel', webhookSecretEnv: 'LINE_WEBHOOK', share: 0 },
  { name: 'esms', preset: 'esms', webhookSecretEnv: 'ESMS_WEBHOOK', share: 0 },
  { name: 'short', preset: 'esms-short-code', webhookSecretEnv: 'SHORT_WEBHOOK' },
  { name: 'v-com', preset: 'v-com', webhookSecretEnv: 'VCOM_WEBHOOK' },
];

export function severalGateways(gateways: readonly object[] = GATEWAYS): Record<string, string> {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'gateways-')), 'gateways.json');
  writeFileSync(file, JSON.stringify(gateways));
  return { GATEWAYS_FILE: file, ...SECRETS };
}

export type Call = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

const json = { 'content-type': 'application/json' };

/** A call of gateway `a` or `b`. */
export function plainCall(gateway: 'a' | 'b', what: 'inquiries' | 'receipts', sent: object): Call {
  const body = JSON.stringify(sent);
  const secret = gateway === 'a' ? SECRETS.A_WEBHOOK : SECRETS.B_WEBHOOK;
  return { method: 'POST', path: `/v1/gateways/${gateway}/${what}`, headers: { ...json, ...signatureOf(body, { secret }) }, body };
}

export function kannelCall(what: 'inquiries' | 'receipts', fields: Readonly<Record<string, string>>): Call {
  return getCall('line', what, { ...fields, secret: SECRETS.LINE_WEBHOOK });
}

export function esmsReceipt(fields: Readonly<Record<string, string>>): Call {
  return getCall('esms', 'receipts', { ...fields, secret: SECRETS.ESMS_WEBHOOK });
}

export function shortCodeInquiry(fields: { readonly sender: string; readonly content: string; readonly smsid: string }): Call {
  const more = { ...fields, serviceNumber: '8079', cpid: '9', receiverTime: '20261123090000' };
  const signed = `${more.cpid}${more.smsid}${more.content}${more.receiverTime}${SECRETS.SHORT_WEBHOOK}`;
  return getCall('short', 'inquiries', { ...more, sign: createHash('md5').update(signed).digest('base64') });
}

export function vcomInquiry(fields: { readonly request_id: string; readonly phone: string; readonly message: string }): Call {
  const more = { type: 'new', client_id: 'c1', service_id: '7068', command_code: 'MCKH', telco: 'VT', time: '1764147300', ...fields };
  const signed = `${more.client_id}${more.request_id}${more.phone}${SECRETS.VCOM_WEBHOOK}${more.time}`;
  const body = JSON.stringify({ ...more, checksum: createHash('sha256').update(signed).digest('base64') });
  return { method: 'POST', path: '/v1/gateways/v-com/inquiries', headers: json, body };
}

function getCall(gateway: string, what: string, query: Readonly<Record<string, string>>): Call {
  return { method: 'GET', path: `/v1/gateways/${gateway}/${what}?${new URLSearchParams(query).toString()}`, headers: {} };
}
