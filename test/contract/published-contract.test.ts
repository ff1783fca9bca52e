import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { KEYS } from '../support/signature.ts';
import { startApiProgram, type ApiProgram } from './api-program.ts';
import { INSTALL_WITHIN_MS, installNodeTools, SETTINGS, type Installed } from './tools.ts';

const run = promisify(execFile);
const CONTRACT = path.join(import.meta.dirname, '..', '..', 'openapi.json');

let tools: Installed;
beforeAll(async () => void (tools = await installNodeTools()), INSTALL_WITHIN_MS);

test('Redocly finds nothing in openapi.json', async (context) => {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const found = await runTool(
    context,
    'redocly',
    ['lint', CONTRACT, '--config', path.join(SETTINGS, 'redocly.yaml'), '--format', 'json'],
    env,
  );
  expect(JSON.parse(found)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
});

test('Spectral finds nothing in openapi.json', async (context) => {
  const rules = path.join(SETTINGS, 'spectral.yaml');
  const found = await runTool(context, 'spectral', ['lint', CONTRACT, '--ruleset', rules, '--format', 'json', '--quiet']);
  expect(JSON.parse(found)).toEqual([]);
});

describe('a client made by openapi-typescript', () => {
  let [api, folder]: [ApiProgram | undefined, string] = [undefined, ''];
  beforeAll(async () => {
    api = await startApiProgram();
    folder = mkdtempSync(path.join(os.tmpdir(), 'generated-client-'));
  });
  afterAll(async () => {
    await api?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('type-checks and works', async (context) => {
    const { modules } = installed(context);
    symlinkSync(modules, path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, files: ['program.ts'] }));
    writeFileSync(path.join(folder, 'program.ts'), PROGRAM);
    await runTool(context, 'openapi-typescript', [CONTRACT, '--output', path.join(folder, 'contract.ts')]);
    await runTool(context, 'tsc', ['--project', folder]);
    const { stdout } = await run(process.execPath, ['program.js'], { cwd: folder, env: { API_URL: api?.url, API_KEY: KEYS.clerk } });
    expect(JSON.parse(stdout)).toEqual({
      registered: 'Tiếp nhận',
      seq: 1,
      step: 'Thẩm định',
      events: ['register', 'progress'],
      unknown: 'dossier_not_found',
    });
  });
});

const STRICT = { strict: true, target: 'es2023', module: 'nodenext', types: [], lib: ['es2023', 'dom'] };

/** Written as the maker of one-stop software would, with no cast. The type check says when the contract does not describe these calls. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import type { paths } from './contract.js';

declare const process: { readonly env: Record<string, string | undefined> };
const { API_URL: baseUrl = '', API_KEY } = process.env;
const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${API_KEY}\` } });
const params = { path: { code: '0101701235' } };

const registered = await client.POST('/v1/dossiers', {
  body: { receiptCode: '0101701235', procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false } },
});
const acknowledged = await client.POST('/v1/dossiers/{code}/events', {
  params,
  body: { type: 'progress', eventId: 'e1', step: 'Thẩm định' },
});
const dossier = await client.GET('/v1/dossiers/{code}', { params });
const timeline = await client.GET('/v1/dossiers/{code}/timeline', { params });
const unknown = await client.GET('/v1/dossiers/{code}', { params: { path: { code: '9999999999' } } });

console.log(
  JSON.stringify({
    registered: registered.data?.step,
    seq: acknowledged.data?.seq,
    step: dossier.data?.step,
    events: timeline.data?.events.map((event) => event.type),
    unknown: unknown.error?.code,
  }),
);
`;

/** Skips the test where the tools cannot be installed. */
function installed(context: TestContext): { readonly modules: string } {
  if ('missing' in tools) return context.skip(tools.missing);
  return { modules: path.join(tools.folder, 'node_modules') };
}

/** What it wrote to stdout, also when it ends with an error, where that is all that it has to say. */
async function runTool(context: TestContext, name: string, args: readonly string[], env = process.env): Promise<string> {
  const program = path.join(installed(context).modules, '.bin', name);
  const ended = await run(program, args, { env, maxBuffer: 50_000_000 }).catch((error: unknown) => error);
  if (!isOutput(ended)) throw ended;
  if (ended instanceof Error && !ended.stdout.trim().startsWith('{') && !ended.stdout.trim().startsWith('['))
    throw new Error(`${name} failed:\n${ended.stdout}${ended.stderr}`);
  return ended.stdout;
}

function isOutput(ended: unknown): ended is { readonly stdout: string; readonly stderr: string } {
  return typeof ended === 'object' && ended !== null && 'stdout' in ended && 'stderr' in ended;
}
