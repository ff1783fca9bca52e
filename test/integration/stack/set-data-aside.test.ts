import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holdsOldData, markDataFormat } from '../../../infra/stack/data-format.ts';
import { openRun } from '../../../infra/stack/run.ts';
import { offerToSetDataAside } from '../../../infra/stack/set-data-aside.ts';
import { startStack } from '../../../infra/stack/stack.ts';

let folder = '';
let dataDir = '';
let said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dev-test-'));
  dataDir = path.join(folder, '.data');
  mkdirSync(dataDir);
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a data folder', () => {
  test('is not old while it holds no database', () => {
    expect(holdsOldData(path.join(folder, 'nothing'))).toBe(false);
    writeFileSync(path.join(dataDir, 'keys.json'), '{}');
    expect(holdsOldData(dataDir)).toBe(false);
  });

  test.for(['temporal.db', 'postgres'])('with %s and without the mark is old', (database) => {
    mkdirSync(path.join(dataDir, database));
    expect(holdsOldData(dataDir)).toBe(true);
  });

  test('with another number is old, with the mark of this version it is not', () => {
    markDataFormat(dataDir);
    writeFileSync(path.join(dataDir, 'temporal.db'), '');
    expect(readFileSync(path.join(dataDir, 'format'), 'utf8')).toBe('1\n');
    expect(holdsOldData(dataDir)).toBe(false);
    writeFileSync(path.join(dataDir, 'format'), '2\n');
    expect(holdsOldData(dataDir)).toBe(true);
  });

  test('that is old is not started on, and nothing in it changes', async () => {
    leaveOldData();
    await expect(startStack({ dataDir })).rejects.toThrow('was written by another version');
    expect(readdirSync(dataDir)).toEqual(['temporal.db']);
  });
});

describe('npm start on data of another version', () => {
  test('current data is used without a word', async () => {
    markDataFormat(dataDir);
    writeFileSync(path.join(dataDir, 'temporal.db'), '');
    expect(await offer({ isOrdered: true, ask: refuseToAsk })).toBe(true);
    expect([said, readdirSync(folder)]).toEqual([[], ['.data']]);
  });

  test('at a terminal it asks, and a yes renames the folder with all that is in it', async () => {
    leaveOldData();
    const questions: string[] = [];
    expect(await offer({ ask: async (question) => questions.push(question) > 0 })).toBe(true);
    expect(questions).toEqual([
      expect.stringMatching(/^The data in .*\.data was written by another version.*\. Rename the folder to .*\[y\/N\] $/),
    ]);
    expectSetAside();
  });

  test('a no leaves it as it is', async () => {
    leaveOldData();
    expect(await offer({ ask: async () => false })).toBe(false);
    expect([said, readdirSync(dataDir)]).toEqual([[], ['temporal.db']]);
  });

  test('without a terminal it says the command, in one sentence', async () => {
    leaveOldData();
    expect(await offer({})).toBe(false);
    expect(said).toEqual([
      expect.stringMatching(/^The data in .*: npm start -- --set-data-aside renames the folder and starts with a new one\.$/),
    ]);
    expect(readdirSync(dataDir)).toEqual(['temporal.db']);
  });

  test('the command renames it without a question', async () => {
    leaveOldData();
    expect(await offer({ isOrdered: true, ask: refuseToAsk })).toBe(true);
    expectSetAside();
  });

  test.for(['.', 'cluster'])('a folder that another run is using (%s) stays where it is', async (inner) => {
    leaveOldData();
    const run = await openRun(path.join(dataDir, inner), () => undefined);
    await expect(offer({ isOrdered: true })).rejects.toThrow('already running on');
    expect(existsSync(path.join(dataDir, 'temporal.db'))).toBe(true);
    run.close();
  });
});

function leaveOldData(): void {
  writeFileSync(path.join(dataDir, 'temporal.db'), 'dossiers');
}

async function offer(more: { readonly isOrdered?: boolean; readonly ask?: (question: string) => Promise<boolean> }): Promise<boolean> {
  return offerToSetDataAside({ dataDir, command: 'npm start', isOrdered: false, say: (line) => said.push(line), ...more });
}

async function refuseToAsk(): Promise<boolean> {
  throw new Error('expected no question');
}

function expectSetAside(): void {
  const [aside = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(aside).toMatch(/^\.data\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
  expect(readFileSync(path.join(folder, aside, 'temporal.db'), 'utf8')).toBe('dossiers');
  expect(said).toEqual([`The earlier data is kept in ${path.join(folder, aside)}.`]);
}
