import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOnPath } from '../../infra/stack/executables.ts';
import { KEYS } from '../support/signature.ts';
import { BASE64_SECRET, startApiProgram, TEXT_SECRET, type ApiProgram } from './api-program.ts';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '..', '..');

/** The page's days lie in 2026; a clock that stands before them would refuse them. */
const PAGE = readFileSync(path.join(ROOT, 'docs', 'tich-hop.md'), 'utf8').replaceAll('2026-11-', '2017-11-');

let [api, folder]: [ApiProgram | undefined, string] = [undefined, ''];
beforeAll(async () => {
  api = await startApiProgram();
  folder = mkdtempSync(path.join(os.tmpdir(), 'integration-guide-'));
  // The programs for gateways ask about the dossier of the page's first call.
  for (const command of codeBlocks('bash')) firstCalls.push(JSON.parse(await runIn(folder, 'bash', ['-c', command])));
});
afterAll(async () => {
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

const firstCalls: unknown[] = [];

test('the first calls of the integration guide work as they stand there', () => {
  expect(firstCalls).toMatchObject([
    { receiptCode: '0101701234', step: 'Tiếp nhận', dueDate: '2017-11-27', warnings: [] },
    { eventId: 'e1', seq: 1 },
    { receiptCode: '0101701234', step: 'Thẩm định', events: 1 },
  ]);
});

test('the sender of the integration guide sends until its event is recorded', async (context) => {
  if (findOnPath('java', process.env) === undefined) context.skip('there is no java');
  const [sender = ''] = codeBlocks('java').filter((block) => block.includes('class GuiSuKien'));
  writeFileSync(path.join(folder, 'GuiSuKien.java'), sender);
  expect(JSON.parse(await runIn(folder, 'java', ['-Dfile.encoding=UTF-8', 'GuiSuKien.java']))).toMatchObject({ eventId: 'e2' });
  const dossier = await fetch(`${api?.url}/v1/dossiers/0101701234`, { headers: { authorization: `Bearer ${KEYS.clerk}` } });
  expect(await dossier.json()).toMatchObject({ step: 'Trả kết quả' });
});

type Language = { readonly name: string; readonly file: string; readonly needs: readonly string[]; readonly commands: readonly string[][] };
const LANGUAGES: readonly Language[] = [
  {
    name: 'csharp',
    file: 'CongTinNhan.cs',
    needs: ['mcs', 'mono'],
    commands: [
      ['mcs', '-r:System.Net.Http.dll', 'CongTinNhan.cs'],
      ['mono', 'CongTinNhan.exe'],
    ],
  },
  { name: 'java', file: 'CongTinNhan.java', needs: ['java'], commands: [['java', '-Dfile.encoding=UTF-8', 'CongTinNhan.java']] },
  { name: 'php', file: 'cong-tin-nhan.php', needs: ['php'], commands: [['php', 'cong-tin-nhan.php']] },
  { name: 'python', file: 'cong_tin_nhan.py', needs: ['python3'], commands: [['python3', 'cong_tin_nhan.py']] },
  {
    name: 'typescript',
    file: 'cong-tin-nhan.mts',
    needs: [],
    commands: [[process.execPath, path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'cong-tin-nhan.mts']],
  },
];

describe.for(LANGUAGES)('the gateway of the integration guide in $name', ({ name, file, needs, commands }) => {
  test.for([
    ['whsec_', BASE64_SECRET],
    ['plain text', TEXT_SECRET],
  ])('sends a signed inquiry and a signed receipt, with a secret of the form %s', async ([form = '', secret = ''], context) => {
    const missing = needs.filter((program) => findOnPath(program, process.env) === undefined);
    if (missing.length > 0) context.skip(`there is no ${missing.join(' and no ')}`);
    const home = path.join(folder, `${name}-${form.slice(0, 5)}`);
    mkdirSync(home);
    writeFileSync(path.join(home, file), codeBlocks(name).at(-1) ?? '');
    let written = '';
    for (const [program = '', ...args] of commands) written = await runIn(home, program, args, secret);
    const [inquiry = '', receipt = ''] = written.split('\n');
    expect(inquiry).toMatch(/^200 /);
    expect(JSON.parse(inquiry.slice(4))).toMatchObject({
      id: `mo-${name}`,
      outcome: 'answered',
      reply: expect.stringContaining('Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước'),
    });
    expect(receipt.trim()).toBe('204');
  });
});

function codeBlocks(language: string): string[] {
  return [...PAGE.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, name, code]) => (name === language && code ? [code] : []));
}

/** What a program wrote to stdout, with the page's variables and in UTF-8. */
async function runIn(cwd: string, program: string, args: readonly string[], secret = BASE64_SECRET): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: cwd, LANG: 'C.UTF-8', API_URL: api?.url, CLERK_KEY: KEYS.clerk, WEBHOOK_SECRET: secret };
  return (await run(program, args, { cwd, env, timeout: 60_000 })).stdout;
}
