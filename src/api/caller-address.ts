import type { Context } from 'hono';
import { plainAddress, type Networks } from '../lib/networks.ts';
import type { AppEnv } from './app-env.ts';
import { peerAddress } from './peer-address.ts';

/**
 * The address of whoever calls: the peer's, or, behind a trusted proxy, the last one of X-Forwarded-For, which that proxy wrote (contract
 * §1, TRUSTED_PROXIES). What stands before the last one anybody may have written. Null when no address is known.
 */
export function callerAddress({ env, req }: Pick<Context<AppEnv>, 'env' | 'req'>, isTrusted: Networks): string | null {
  const peer = peerAddress(env);
  const forwarded = req.header('x-forwarded-for');
  if (forwarded === undefined || !isTrusted(peer)) return peer;
  return plainAddress(forwarded.split(',').at(-1) ?? '');
}
