import type { Description } from './description.ts';
import { esmsShortCode } from './esms-short-code.ts';
import { esms } from './esms.ts';
import { fpt } from './fpt.ts';
import { onePay } from './one-pay.ts';
import { speedsms } from './speedsms.ts';
import { vCom } from './v-com.ts';
import { vietguys } from './vietguys.ts';
import { viettel } from './viettel.ts';
import { vnpt } from './vnpt.ts';

/** By the name of the preset. */
export const DESCRIPTIONS: Readonly<Record<string, Description>> = {
  esms,
  speedsms,
  vietguys,
  fpt,
  viettel,
  vnpt,
  'esms-short-code': esmsShortCode,
  'v-com': vCom,
  '1pay': onePay,
};

export const CARRIER_NAMES: readonly string[] = Object.keys(DESCRIPTIONS);

/** The gateways of an office: the named one, and one that brings inquiries when the named one brings none. */
export function gatewaysWith(name: string): readonly string[] {
  if (DESCRIPTIONS[name]?.inquiry !== null) return [name];
  return [name, name === 'esms' ? 'esms-short-code' : 'v-com'];
}
