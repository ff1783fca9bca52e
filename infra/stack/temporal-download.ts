import { execFile } from 'node:child_process';
import path from 'node:path';
import { onExit } from './at-exit.ts';

export type DownloadOptions = {
  /** An empty folder, which gets the program. */
  readonly folder: string;
  readonly version: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Downloads the Temporal CLI as the SDK does for tests. It runs in a process of its own, because the SDK's runtime listens to the signals
 * of its process and stays in it.
 * @throws with the reason in its first line, within 3 s where there is no internet
 */
export async function downloadTemporal({ folder, version, say, signal }: DownloadOptions): Promise<void> {
  say(`Downloading the Temporal CLI ${version}, as none is installed. This happens once, about 60 MB`);
  const program = path.join(import.meta.dirname, 'download-program.ts');
  await new Promise<void>((resolve, reject) => {
    const args = ['--import', 'tsx', program, folder, `v${version}`];
    const run = execFile(process.execPath, args, { cwd: import.meta.dirname, signal, timeout: DOWNLOAD_WITHIN_MS }, (error, _, written) => {
      forget();
      if (error) reject(new Error(written.trim() || error.message, { cause: error }));
      else resolve();
    });
    const forget = onExit(() => run.kill());
  });
}

const DOWNLOAD_WITHIN_MS = 600_000;
