import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { codeParam } from '../fields.ts';

/** The receipt code of an address, in any spelling; null for what can be none. */
export function readCode(c: Context<AppEnv>): string | null {
  const read = codeParam.safeParse(c.req.param());
  return read.success ? read.data.code : null;
}
