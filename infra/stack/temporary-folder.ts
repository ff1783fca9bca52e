import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onExit } from './at-exit.ts';
import { killLeftovers, openRun } from './run.ts';

const PREFIX = 'mot-cua-sms-';

/**
 * Makes a folder in the system's temporary one, for `openRun`. It is removed with its programs when this process ends, at the latest.
 * First it removes the folders of runs that were killed, with the programs they left behind.
 * Others may enter it, because PostgreSQL runs as another user when we are root.
 */
export async function makeTemporaryFolder(purpose: string, say: (line: string) => void = () => undefined): Promise<string> {
  for (const name of readdirSync(os.tmpdir())) if (name.startsWith(PREFIX)) await removeIfAbandoned(path.join(os.tmpdir(), name), say);
  const folder = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${purpose}-`));
  chmodSync(folder, 0o711);
  onExit(() => {
    killLeftovers(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  return folder;
}

/** A folder without a lock is just being made or removed by its owner. */
async function removeIfAbandoned(folder: string, say: (line: string) => void): Promise<void> {
  if (!existsSync(path.join(folder, 'run.lock'))) return;
  try {
    (await openRun(folder, say)).close();
  } catch {
    return;
  }
  rmSync(folder, { recursive: true, force: true });
}
