import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time a process has spent, user and system, milliseconds; 0 when it is gone. */
export function cpuMsOf(pid: number | undefined): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

/** Memory a process holds, bytes; 0 when it is gone. */
export function memoryOf(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** Processor time of PostgreSQL's processes: those that serve this database, and all others (writer, WAL, checkpoints, autovacuum). */
export function postgresCpuMs(postmaster: number | undefined, database: string): { readonly product: number; readonly others: number } {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(statOf(Number(name))[1]) === postmaster)
    .map((name) => ({ cpuMs: cpuMsOf(Number(name)), title: readOrEmpty(`/proc/${name}/cmdline`) }));
  const sum = (some: typeof children) => some.reduce((total, { cpuMs }) => total + cpuMs, 0);
  const isProduct = ({ title }: { readonly title: string }) => title.includes(` ${database} `);
  return { product: sum(children.filter(isProduct)), others: sum(children.filter((each) => !isProduct(each))) };
}

/** Time of all cores since the machine started, and how much of it its host gave to others when we had work; milliseconds. */
export function coresMs(): { readonly all: number; readonly stolen: number } {
  const [line = ''] = readOrEmpty('/proc/stat').split('\n', 1);
  const fields = line.split(/ +/).slice(1, 9).map(Number);
  return { all: fields.reduce((total, field) => total + field, 0) * TICK_MS, stolen: (fields[7] ?? 0) * TICK_MS };
}

/** The fields of /proc/<pid>/stat after the name, which may hold spaces. */
function statOf(pid: number | undefined): readonly string[] {
  return readOrEmpty(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
