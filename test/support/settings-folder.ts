import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder for the files that settings name. */
export function openSettingsFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'settings-'));
  let next = 1;
  return {
    /** Writes a file of its own; what is no text becomes JSON. */
    file(content: unknown, name = `file-${next++}.json`): string {
      const file = path.join(folder, name);
      writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
      return file;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
