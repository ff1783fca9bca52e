import { open } from 'node:fs/promises';
import path from 'node:path';
import { repeat } from '../../src/lib/repeat.ts';
import { quantile } from './statistics.ts';

const EVERY_MS = 100;
/** What PostgreSQL writes at least, bytes. */
const PAGE = Buffer.alloc(8192, 1);

export type DiskWatch = AsyncDisposable & { readonly describe: () => string };

/** How long the disk lets the smallest durable write wait while a run goes on: each acknowledgement of P waits so, and no query of B. */
export async function watchDisk(folder: string): Promise<DiskWatch> {
  const file = await open(path.join(folder, 'disk-probe'), 'w');
  const tookMs: number[] = [];
  const write = async () => {
    const started = performance.now();
    await file.write(PAGE, 0, PAGE.length, 0);
    await file.datasync();
    tookMs.push(performance.now() - started);
  };
  const writing = repeat(EVERY_MS, write, () => {});
  return {
    describe() {
      const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => quantile(tookMs, share).toFixed(1));
      return `a write of a page took ${p50} ms (p50), ${p99} (p99), ${longest} (longest of ${tookMs.length})`;
    },
    async [Symbol.asyncDispose]() {
      await writing.stop();
      await file.close();
    },
  };
}
