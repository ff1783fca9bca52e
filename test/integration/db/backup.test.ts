import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditJournal } from '../../../src/db/audit.ts';
import { erasePersonalData } from '../../../src/db/erasure.ts';
import { ensureGateway } from '../../../src/db/gateways.ts';
import { readHeads } from '../../../src/db/dossiers.ts';
import { migrateDatabase, openDatabase, type Database } from '../../../src/db/open.ts';
import { writeSnapshot } from '../../../src/db/snapshots.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { emptyServer, installedPostgres, type InstalledServer } from '../../support/installed-postgres.ts';
import { aNotice } from '../../support/ledger.ts';
import { aRecordedDossier, anEvent, PHONE, progress, record } from '../../support/records.ts';
import { aDossier } from '../../support/dossiers.ts';

const PRODUCTION = path.join(import.meta.dirname, '..', '..', '..', 'infra', 'production');
const bin = installedPostgres();
const WITHOUT = bin === undefined ? ' (no PostgreSQL is installed under /usr/lib/postgresql: apt-get install postgresql)' : '';

describe.skipIf(bin === undefined)(`backup and restore with the programs of PostgreSQL${WITHOUT}`, () => {
  let server: InstalledServer;
  let folder = '';

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'backup-test-'));
    server = await emptyServer(bin ?? '');
    await server.start();
    ran(sh('compose/create-databases.sh', [], { OWNER_PASSWORD: `o'"\\ $(no)`, APP_PASSWORD: 'a', TEMPORAL_PASSWORD: 't' }));
  });

  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('after the loss of the machine the journal is whole, guarded, and goes on where it was', async () => {
    const dossier = await office(async (database) => {
      const before = await aRecordedDossier(database);
      await record(
        database,
        before,
        progress('Thẩm định'),
        anEvent({ type: 'reschedule', body: { dueDate: '2026-12-01', reason: 'correction' } }),
      );
      await aNotice(database, 'delivered');
      return before;
    });
    await sqlAs('temporal', 'temporal', (sql) => sql`create table executions as select 'dossier:R-1' as id`);
    const rows = await countRows();

    const backup = backUp();
    await server.lose();
    await server.start();
    ran(sh('compose/create-databases.sh', [], { OWNER_PASSWORD: 'new', APP_PASSWORD: 'new', TEMPORAL_PASSWORD: 'new' }));
    ran(sh('restore.sh', [backup]));

    await migrateDatabase(url('mot_cua_sms_owner', 'mot_cua_sms'));
    await as('mot_cua_sms', async (database) => {
      expect(await auditJournal(database)).toEqual({ ok: true, events: rows['events'], brokenAt: null });
      expect(await countRows()).toEqual(rows);
      await expect(database.sql`update events set actor = 'nobody'`).rejects.toThrow('the journal is append-only: UPDATE refused');
      await expect(database.sql`delete from events`).rejects.toThrow('the journal is append-only: DELETE refused');
      const [next] = await record(database, dossier, progress('Phê duyệt'));
      expect(next).toMatchObject({ seq: 3, step: 'Phê duyệt' });
      expect(await auditJournal(database)).toMatchObject({ ok: true });
      const [head] = await readHeads(database, [codeKey(dossier.receiptCode)]);
      expect(head).toMatchObject({ seq: 3, contact: { phone: PHONE } });
    });
    await as('mot_cua_sms_owner', ({ sql }) =>
      expect(sql`truncate events cascade`).rejects.toThrow('the journal is append-only: TRUNCATE refused'),
    );
    expect(await sqlAs('temporal', 'temporal', (sql) => sql`select id from executions`)).toMatchObject([{ id: 'dossier:R-1' }]);
  });

  test('the role of api and worker does all they do, and cannot take the guard of the journal away', async () => {
    await office(async (database) => {
      const dossier = await aRecordedDossier(database);
      await record(database, dossier, anEvent({ type: 'close', body: { outcome: 'withdrawn' } }));
      await writeSnapshot(database, codeKey(dossier.receiptCode), aDossier());
      await erasePersonalData(database, { inquiriesAfterMs: 0, dossiersAfterMs: 0 });
      const refused = [
        'alter table events disable trigger user',
        'drop table events',
        'truncate events',
        'set session_replication_role = replica',
      ];
      for (const statement of [...refused, 'create table mine (n int)'])
        await expect(database.sql.unsafe(statement)).rejects.toMatchObject({ query: statement, code: '42501' });
    });
    await expect(sqlAs('temporal', 'mot_cua_sms', (sql) => sql`select 1`)).rejects.toThrow('permission denied for database');
  });

  test('what was erased since the backup comes back with it, and is erased again by the same clock (requirements §9)', async () => {
    const dossier = await office(async (database) => {
      const closed = await aRecordedDossier(database);
      await record(database, closed, anEvent({ type: 'close', body: { outcome: 'withdrawn' } }));
      return closed;
    });
    const backup = backUp();
    const phoneOf = async (database: Database) => (await readHeads(database, [codeKey(dossier.receiptCode)]))[0]?.contact.phone;
    const erased = { inquiriesAfterMs: 0, dossiersAfterMs: 0 };
    await as('mot_cua_sms', async (database) => {
      await erasePersonalData(database, erased);
      expect(await phoneOf(database)).toBeNull();
    });
    await anEmptyServerAgain();
    ran(sh('restore.sh', [backup, 'mot_cua_sms']));
    await as('mot_cua_sms', async (database) => {
      expect(await phoneOf(database)).toBe(PHONE);
      await erasePersonalData(database, erased);
      expect(await phoneOf(database)).toBeNull();
      expect(await auditJournal(database)).toMatchObject({ ok: true });
    });
  });

  test('nothing is restored over a database that holds something, nor from a backup that was changed', async () => {
    await office((database) => aRecordedDossier(database));
    const backup = backUp();
    expect(sh('restore.sh', [backup])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('expected an empty database; nothing was restored'),
    });
    await anEmptyServerAgain();
    const dump = path.join(backup, 'mot_cua_sms.dump');
    const bytes = readFileSync(dump);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(dump, bytes);
    expect(sh('restore.sh', [backup])).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing was restored') });
    expect(await sqlAs('postgres', 'mot_cua_sms', (sql) => sql`select to_regclass('events') is null as empty`)).toMatchObject([
      { empty: true },
    ]);
  });

  test('a journal that comes back without its guard is not let pass', async () => {
    await office((database) => aRecordedDossier(database));
    await as('mot_cua_sms_owner', ({ sql }) => sql`drop trigger events_are_append_only on events`);
    const backup = backUp();
    await anEmptyServerAgain();
    expect(sh('restore.sh', [backup])).toMatchObject({ status: 1, stderr: expect.stringContaining('1 of its 2 guards') });
  });

  test('old backups go when a new one is whole, and a backup that fails leaves the old ones and nothing half', async () => {
    const old = path.join(folder, 'backups', '20200101T000000Z');
    mkdirSync(old, { recursive: true });
    utimesSync(old, new Date('2020-01-01'), new Date('2020-01-01'));
    expect(sh('backup.sh', [], { BACKUP_DIR: path.dirname(old), OURS: 'dbname=nowhere' })).toMatchObject({ status: 1 });
    expect(readdirSync(path.dirname(old))).toEqual(['20200101T000000Z']);
    await office((database) => aRecordedDossier(database));
    const backup = backUp();
    expect(readdirSync(path.dirname(old))).toEqual([path.basename(backup)]);
    expect(readdirSync(backup).toSorted()).toEqual(['SHA256SUMS', 'mot_cua_sms.dump', 'temporal.dump', 'temporal_visibility.dump']);
    expect(statSync(path.join(backup, 'mot_cua_sms.dump')).mode & 0o077).toBe(0);
  });

  /** A migrated database, and what happens in it as the role of api and worker. */
  async function office<T>(work: (database: Database) => Promise<T>): Promise<T> {
    await migrateDatabase(url('mot_cua_sms_owner', 'mot_cua_sms'));
    return as('mot_cua_sms', async (database) => {
      await ensureGateway(database, 'plain');
      return work(database);
    });
  }

  async function as<T>(role: string, work: (database: Database) => Promise<T>, name = 'mot_cua_sms'): Promise<T> {
    const database = openDatabase(url(role, name), { max: 2, name: 'test' });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  const sqlAs = <T>(role: string, name: string, work: (sql: Database['sql']) => Promise<T>) => as(role, ({ sql }) => work(sql), name);

  function url(role: string, name: string): string {
    return `postgres://${role}@127.0.0.1:${server.port}/${name}`;
  }

  async function countRows(): Promise<Readonly<Record<string, number>>> {
    const tables = ['dossiers', 'contacts', 'events', 'outbox', 'notices', 'inquiries', 'snapshots', 'gateways'];
    return as('mot_cua_sms', async ({ sql }) => {
      const counts = tables.map(async (table) => [table, (await sql`select from ${sql(table)}`).count] as const);
      return Object.fromEntries(await Promise.all(counts));
    });
  }

  async function anEmptyServerAgain(): Promise<void> {
    await server.lose();
    await server.start();
    ran(sh('compose/create-databases.sh', [], { OWNER_PASSWORD: 'o', APP_PASSWORD: 'a', TEMPORAL_PASSWORD: 't' }));
  }

  /** The folder of the backup that was made. */
  function backUp(): string {
    return ran(sh('backup.sh', [], { BACKUP_DIR: path.join(folder, 'backups') })).trim();
  }

  function sh(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return spawnSync('sh', [path.join(PRODUCTION, script), ...args], {
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env.PATH}`, PGHOST: '127.0.0.1', PGPORT: String(server.port), PGUSER: 'postgres', ...env },
    });
  }

  function ran(done: ReturnType<typeof sh>): string {
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    return done.stdout;
  }
});
