import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

type Say = (line: string) => void;

/**
 * Finds a port on 127.0.0.1 that nothing listens on: the preferred one or the next free one after it, and then `say` hears who holds the
 * preferred one. With 0 it is any port.
 * @param what what the port is for, as the line names it
 * @throws when the 50 ports after the preferred one are all taken
 */
export async function findPort(what: string, preferred: number, say: Say): Promise<number> {
  if (preferred === 0) return findAnyPort();
  const last = preferred + 50;
  for (let port = preferred; port <= last; port++) {
    if (await isFree(port)) {
      given.add(port);
      if (port !== preferred) say(`port ${preferred} for ${what} is in use${describeHolder(preferred)}: using ${port}`);
      return port;
    }
  }
  throw new Error(`no port for ${what}: ${preferred} to ${last} are all in use`);
}

/** The ports that this process has handed out; their servers may not listen yet. */
const given = new Set<number>();

/**
 * Linux takes the ports of outgoing connections from 32768, macOS from 49152. A server's port lies below: while the server is down for a
 * moment, a client could otherwise be given its port, and the server could not come back.
 */
const [ANY_FROM, ANY_TO] = [20_000, 32_000] as const;

async function findAnyPort(): Promise<number> {
  for (;;) {
    const port = ANY_FROM + Math.floor(Math.random() * (ANY_TO - ANY_FROM));
    if (!(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  if (given.has(port)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** " (node, pid 123)", or nothing when the system does not say. */
function describeHolder(port: number): string {
  if (given.has(port)) return ' (by this program)';
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const pid = /^p(\d+)/m.exec(stdout ?? '')?.[1];
  const command = /^c(.+)/m.exec(stdout ?? '')?.[1];
  return pid ? ` (${command ?? 'a program'}, pid ${pid})` : '';
}
