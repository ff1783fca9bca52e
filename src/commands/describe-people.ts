import type { Person } from '../services/list-people.ts';

/** A line for each person, in columns. */
export function describePeople(people: readonly Person[]): readonly string[] {
  const rows = people.map(({ name, role, agencies, lastSignedInAt, hasPassword, hasSecondFactor, disabledAt }) => [
    name,
    role,
    agencies?.join(',') ?? 'all',
    lastSignedInAt ?? 'never',
    [hasPassword ? '' : 'no password', hasSecondFactor ? 'second factor' : '', disabledAt === null ? '' : 'disabled']
      .filter(Boolean)
      .join(', '),
  ]);
  const all = [['NAME', 'ROLE', 'AGENCIES', 'LAST SIGN-IN', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
