import type { Table } from 'drizzle-orm';

/** A row of a table as plain SQL returns it: the columns by their names in PostgreSQL, their values as the schema types them. */
export type SqlRow<T extends Table> = {
  readonly [
    Column in keyof T['_']['columns'] & keyof T['$inferSelect'] as T['_']['columns'][Column]['_']['name']
  ]: T['$inferSelect'][Column];
};

/** The same columns where a row may be missing, as after an outer join. */
export type Nullable<Row> = { readonly [Column in keyof Row]: Row[Column] | null };
