import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

type Say = (line: string) => void;

/**
 * A port on 127.0.0.1 that nobody listens on. With `preferred`, that one or the next free one after it, and `say` hears who has it;
 * with 0 any.
 * @param what what the port is for, as the line shall name it
 * @throws when the 50 ports after the preferred one are all taken
 */
export async function findPort(what: string, preferred: number, say: Say): Promise<number> {
  if (preferred === 0) return anyPort();
  const last = preferred + 50;
  for (let port = preferred; port <= last; port++) {
    if (await isFree(port)) {
      given.add(port);
      if (port !== preferred) say(`port ${preferred} for ${what} is in use${holderOf(preferred)}: using ${port}`);
      return port;
    }
  }
  throw new Error(`no port for ${what}: ${preferred} to ${last} are all in use`);
}

/** Handed out by this process; their servers may not listen yet. */
const given = new Set<number>();

/**
 * Below the range from which Linux (32768) and macOS (49152) take the ports of outgoing connections: otherwise some client gets the port of
 * a server that is down for a moment, even one that tries to reach that very server, and it cannot come back.
 */
const [ANY_FROM, ANY_TO] = [20_000, 32_000] as const;

async function anyPort(): Promise<number> {
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

/** " (node, pid 123)", or nothing when the system does not tell. */
function holderOf(port: number): string {
  if (given.has(port)) return ' (by this program)';
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });
  const pid = /^p(\d+)/m.exec(stdout ?? '')?.[1];
  const command = /^c(.+)/m.exec(stdout ?? '')?.[1];
  return pid ? ` (${command ?? 'a program'}, pid ${pid})` : '';
}
