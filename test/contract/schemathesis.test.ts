import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEYS } from '../support/signature.ts';
import { startApiProgram, TEXT_SECRET, type ApiProgram } from './api-program.ts';
import { INSTALL_WITHIN_MS, installSchemathesis, SETTINGS, type Installed } from './tools.ts';

/** For each role. `max-examples` in schemathesis.toml brings some more, because a little depends on the answers. */
const REQUESTS_MIN = 2000;
const WITHIN_MS = 480_000;

let [api, tools, folder]: [ApiProgram | undefined, Installed | undefined, string] = [undefined, undefined, ''];
beforeAll(async () => {
  tools = await installSchemathesis();
  api = await startApiProgram();
  folder = mkdtempSync(path.join(os.tmpdir(), 'schemathesis-'));
}, INSTALL_WITHIN_MS);
afterAll(async () => {
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.concurrent.for(['clerk', 'operator', 'auditor'] as const)(
  `Schemathesis sends ${REQUESTS_MIN} requests with the key of the %s and finds nothing`,
  { timeout: WITHIN_MS },
  async (role, context) => {
    if (tools === undefined || 'missing' in tools) return context.skip(tools?.missing);
    const { exitCode, written, requests } = await runSchemathesis(tools.folder, role);
    if (exitCode !== 0) throw new Error(`Schemathesis ended with ${String(exitCode)}:\n${written}`);
    expect(requests).toBeGreaterThanOrEqual(REQUESTS_MIN);
  },
);

/** Against our own server on 127.0.0.1 only. */
async function runSchemathesis(installed: string, role: keyof typeof KEYS) {
  const home = path.join(folder, role);
  mkdirSync(home);
  const report = path.join(home, 'report.json');
  const program = [path.join(installed, 'bin', 'schemathesis'), '--config-file', path.join(SETTINGS, 'schemathesis.toml')];
  const args = [...program, 'run', `${api?.url}/openapi.json`, '--report', 'json', '--report-json-path', report];
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    PYTHONPATH: `${installed}:${SETTINGS}`,
    PYTHONDONTWRITEBYTECODE: '1',
    SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
    API_KEY: KEYS[role],
    WEBHOOK_SECRET: TEXT_SECRET,
  };
  const options = { cwd: home, env, maxBuffer: 50_000_000, timeout: WITHIN_MS - 10_000 };
  const ended = await new Promise<{ readonly exitCode: unknown; readonly written: string }>((resolve) => {
    execFile('python3', args, options, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : (error.code ?? error.message), written: stdout + stderr }),
    );
  });
  return { ...ended, requests: ended.exitCode === 0 ? requestsOf(readFileSync(report, 'utf8')) : 0 };
}

function requestsOf(report: string): number {
  const { test_cases }: { readonly test_cases: { readonly generated: number } } = JSON.parse(report);
  return test_cases.generated;
}
