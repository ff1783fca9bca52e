import type { TransactionSql } from 'postgres';
import type { Database } from './open.ts';

/**
 * Runs statements in one transaction; an error rolls it back. When the connection closes meanwhile, postgres.js 3.4.9 would write a
 * rollback into it and so end the process. Then nothing is left to roll back: the work never ends here, and `begin` rejects because of the
 * close.
 */
export async function inTransaction<T>(sql: Database['sql'], work: (transaction: TransactionSql) => Promise<T>, mode = ''): Promise<T> {
  const done: { result?: T } = {};
  await sql.begin(mode, async (transaction) => {
    try {
      done.result = await work(transaction);
    } catch (error) {
      if (isClosed(error)) await new Promise(() => {});
      throw error;
    }
  });
  return done.result as T; // `begin` has rejected unless it is set
}

/** A database, or one transaction of it. */
export type Reader = { readonly sql: Database['sql'] | TransactionSql };

/**
 * Reads as of one moment, for statements that read whole tables and so may take longer than usual.
 * @param timeoutS seconds for each statement; 0: as long as it needs
 */
export async function inSnapshot<T>({ sql }: Database, timeoutS: number, read: (sql: TransactionSql) => Promise<T>): Promise<T> {
  const work = async (transaction: TransactionSql) => {
    await transaction`select set_config('statement_timeout', ${`${timeoutS}s`}, true)`;
    return read(transaction);
  };
  return inTransaction(sql, work, 'isolation level repeatable read read only');
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CONNECTION_CLOSED';
}
