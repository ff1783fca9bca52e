import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findDataOfRoot } from './postgres-home.ts';

/** Raised when a running dossier's history, or a table that no migration brings along, cannot be continued by the new version. */
const DATA_FORMAT = '1';

/** A data folder says its format in a file; one that holds a database and does not say this version's is old. */
export function holdsOldData(dataDir: string): boolean {
  return holdsDatabase(dataDir) && readFormat(dataDir) !== DATA_FORMAT;
}

/** @throws when the folder holds data that this version cannot continue */
export function requireCurrentData(dataDir: string): void {
  if (holdsOldData(dataDir)) throw new Error(`${describeOldData(dataDir)}: rename the folder to keep its data, or delete it`);
}

export function markDataFormat(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileOf(dataDir), `${DATA_FORMAT}\n`);
}

export function describeOldData(dataDir: string): string {
  return `The data in ${dataDir} was written by another version, whose running dossiers this one cannot continue`;
}

function holdsDatabase(dataDir: string): boolean {
  const databases = [path.join(dataDir, 'postgres'), findDataOfRoot(path.join(dataDir, 'postgres')), path.join(dataDir, 'temporal.db')];
  return databases.some((place) => existsSync(place));
}

function readFormat(dataDir: string): string | undefined {
  return existsSync(fileOf(dataDir)) ? readFileSync(fileOf(dataDir), 'utf8').trim() : undefined;
}

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'format');
}
