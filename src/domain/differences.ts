import type { Dossier } from './dossier.ts';

/** Which parts of two folds differ; none when they are the same, whoever folded and stored them. */
export function differences(left: Dossier, right: Dossier): readonly string[] {
  const [one, other] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => canonical(one.get(name)) !== canonical(other.get(name)));
}

/** The same for the same content, whatever the order of the keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, each]) => `${name}:${canonical(each)}`).join()}}`;
}
