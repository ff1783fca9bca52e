import type { Database } from './open.ts';

/** How many of the dossiers with the latest due dates are looked at, of the open and of the closed ones each. */
const LOOKED_AT = 300;
const SUGGESTED_MAX = 20;

export type UsedProcedure = { readonly code: string; readonly name: string; readonly sameDay: boolean };
export type UsedSteps = { readonly steps: readonly string[]; readonly states: readonly string[] };

/** The procedures of the newest dossiers, the most used first. `agencies`: of these alone; null: of all. */
export async function readUsedProcedures({ sql }: Database, agencies: readonly string[] | null): Promise<readonly UsedProcedure[]> {
  return sql<UsedProcedure[]>`
    with used as (
      select procedure_code, count(*) as times, max(code_key) as example from (${newest(sql, agencies)}) newest
      group by procedure_code order by times desc, procedure_code limit ${SUGGESTED_MAX}
    )
    select e.body #>> '{procedure,code}' as code, e.body #>> '{procedure,name}' as name,
      (e.body #>> '{procedure,sameDay}')::boolean as "sameDay"
    from used join events e on e.code_key = used.example and e.seq = 0 order by used.times desc, used.procedure_code`;
}

/** The steps and states of the newest dossiers as they are shown, the most used first. */
export async function readUsedSteps({ sql }: Database, agencies: readonly string[] | null): Promise<UsedSteps> {
  const rows = await sql<{ kind: 'step' | 'state'; name: string }[]>`
    with newest as materialized (${newest(sql, agencies)})
    (select 'step' as kind, min(step) as name, count(*) as times from newest group by step_key order by times desc, name limit ${SUGGESTED_MAX})
    union all
    (select 'state', min(state), count(*) as times from newest where state_key is not null group by state_key
      order by times desc, 2 limit ${SUGGESTED_MAX})`;
  const of = (kind: 'step' | 'state') => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  return { steps: of('step'), states: of('state') };
}

/** By the indexes over due dates, so that the cost does not grow with the number of dossiers. */
function newest(sql: Database['sql'], agencies: readonly string[] | null) {
  const part = (closed: boolean, agency: ReturnType<typeof sql>) => sql`
    (select code_key, procedure_code, step, step_key, state, state_key from dossier_states where closed = ${closed} and ${agency}
      order by coalesce(due_date, 'infinity') desc, code_key desc limit ${LOOKED_AT})`;
  if (agencies === null) return sql`${part(false, sql`true`)} union all ${part(true, sql`true`)}`;
  return sql`
    select newest.* from unnest(${[...agencies]}::text[]) one (id),
      lateral (${part(false, sql`agency = one.id`)} union all ${part(true, sql`agency = one.id`)}) newest`;
}
