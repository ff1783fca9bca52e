import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createChild, type Child } from '../../../infra/stack/child.ts';
import { findOnPath } from '../../../infra/stack/executables.ts';
import { findPort } from '../../../infra/stack/ports.ts';
import { buildIntoCache, findInCache } from '../../../infra/stack/program-cache.ts';
import type { GoProgram } from '../../../infra/stack/temporal-build.ts';
import { createAuthority } from '../../security/tls/certificate.ts';

/** The version of the image in compose.yaml, which test/production compares with infra/caddy. */
export const CADDY: GoProgram = {
  module: 'caddy',
  what: 'Caddy',
  name: 'caddy',
  version: '2.11.9',
  package: 'github.com/caddyserver/caddy/v2/cmd/caddy',
};

const CADDYFILE = path.join(import.meta.dirname, '..', '..', '..', 'infra', 'production', 'compose', 'Caddyfile');

/** Caddy is in our cache, or Go is there to build it. */
export function canRunCaddy(): boolean {
  return findInCache(CADDY, {}) !== undefined || findOnPath('go', process.env) !== undefined;
}

/** A first build takes minutes. */
export const CADDY_WITHIN_MS = 1_800_000;

export type Proxy = { readonly port: number; readonly ca: string; readonly caddy: Child };

/** The real Caddy with the Caddyfile of production, whose only differences are the addresses and a certificate of the test's own. */
export async function openProxy(name: string, [api1, api2]: readonly [number, number], folder: string): Promise<Proxy> {
  const command = findInCache(CADDY, {}) ?? (await buildIntoCache(CADDY, {}));
  const [home, port] = [path.join(folder, name), await findPort(name, 0, console.log)];
  mkdirSync(home);
  const authority = createAuthority('Province');
  const { cert, key } = authority.issue('localhost');
  writeFileSync(path.join(home, 'certificate.pem'), cert);
  writeFileSync(path.join(home, 'certificate.key'), key);
  const caddy = createChild({
    name,
    command,
    args: ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'],
    env: {
      PUBLIC_NAME: `localhost:${port}`,
      API_1: `127.0.0.1:${api1}`,
      API_2: `127.0.0.1:${api2}`,
      CERTIFICATE_FOLDER: home,
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_CONFIG_HOME: home,
    },
    logFile: path.join(folder, `${name}.log`),
  });
  await caddy.start();
  return { port, ca: authority.cert, caddy };
}
