import type { Context } from 'hono';
import type { Manager } from '../../services/people-deps.ts';
import type { AppEnv } from '../app-env.ts';
import { callerAddress } from '../caller-address.ts';
import type { AppDeps } from '../route-deps.ts';

/** The operator who is signed in, as one who changes accounts. */
export function managerOf(c: Context<AppEnv>, { isTrustedProxy }: AppDeps): Manager {
  const { name, agencies } = c.get('session');
  return { name, agencies, address: callerAddress(c, isTrustedProxy) };
}
