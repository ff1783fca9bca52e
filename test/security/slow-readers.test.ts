import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { createChild } from '../../infra/stack/child.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { isOk } from '../../infra/stack/programs.ts';
import { memoryOf } from '../bench/proc.ts';
import { freshDatabase } from '../support/api.ts';
import { KEYS, WEBHOOK_SECRETS } from '../support/signature.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const READERS = 200;
/** A fifth of what one copy of Swagger's script for each reader takes. */
const MAX_GROWTH_BYTES = 70 * 1024 * 1024;

/** Readers of `/docs` took the api to 4.3 GB, because each had a copy of 1.7 MB. */
test.skipIf(process.platform !== 'linux')(
  '200 who ask for the largest files and read nothing take no memory, and the api answers others',
  async () => {
    const logDir = mkdtempSync(path.join(os.tmpdir(), 'slow-readers-'));
    const port = await findPort('api', 0, console.log);
    await using api = createChild({
      name: 'api',
      command: process.execPath,
      args: ['--import', 'tsx', path.join(ROOT, 'src', 'main.ts'), 'api'],
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: await freshDatabase(),
        TEMPORAL_ADDRESS: inject('temporalAddress'),
        API_KEYS: `clerk:clerk:${KEYS.clerk}`,
        WEBHOOK_SECRET: WEBHOOK_SECRETS[0],
        HOST: '127.0.0.1',
        PORT: String(port),
      },
      logFile: path.join(logDir, 'api.log'),
      ready: () => isOk(`http://127.0.0.1:${port}/healthz`),
    });
    await api.start();
    const paths = [
      '/docs/swagger-ui-bundle.js',
      '/docs/swagger-ui.css',
      '/openapi.json',
      ...Array<string>(4).fill('/docs/swagger-ui-bundle.js'),
    ];
    for (const each of paths) await fetch(`http://127.0.0.1:${port}${each}`).then((answer) => answer.text());
    await sleep(500);
    const before = memoryOf(api.pid());

    const readers: Socket[] = [];
    for (let index = 0; index < READERS; index++) {
      const reader = connect(port, '127.0.0.1').pause();
      reader.on('error', () => {});
      for (const each of paths) reader.write(`GET ${each} HTTP/1.1\r\nhost: x\r\n\r\n`);
      readers.push(reader);
    }
    await sleep(3000);
    const grown = memoryOf(api.pid()) - before;
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    for (const reader of readers) reader.destroy();
    await api.stop();
    rmSync(logDir, { recursive: true });
    expect(answer.status).toBe(200);
    expect(before).toBeGreaterThan(0);
    expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
  },
);
