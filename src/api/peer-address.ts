import { plainAddress } from '../lib/networks.ts';
import type { AppEnv } from './app-env.ts';

/** The address of the other end of the connection; null for a request that came over no socket. */
export function peerAddress(env: AppEnv['Bindings'] | undefined): string | null {
  return plainAddress(env?.incoming?.socket.remoteAddress ?? '');
}
