import type { Context } from 'hono';
import type { Networks } from '../lib/networks.ts';
import type { AppEnv } from './app-env.ts';
import { peerAddress } from './peer-address.ts';

/** Whether the browser came by HTTPS: we speak plain HTTP, and the trusted proxy before us says so (contract §1, TRUSTED_PROXIES). */
export function isEncrypted({ env, req }: Pick<Context<AppEnv>, 'env' | 'req'>, isTrusted: Networks): boolean {
  return req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https' && isTrusted(peerAddress(env));
}
