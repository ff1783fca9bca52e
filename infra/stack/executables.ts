import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** Whether a program answers `--version`. */
export function runs(file: string): boolean {
  return askVersion(file) !== undefined;
}

/** What a program prints at `--version`; undefined when it does not run. */
export function askVersion(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout : undefined;
}

export function findOnPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const files = (env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder || '.', program));
  return files.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
