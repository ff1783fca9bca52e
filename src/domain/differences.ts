/** The names of the parts in which two folds differ. The order of keys does not count, because JSON stores change it. */
export function differences<Fold extends object>(left: Fold, right: Fold): readonly string[] {
  const [one, other] = [new Map<string, unknown>(Object.entries(left)), new Map<string, unknown>(Object.entries(right))];
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => canonicalText(one.get(name)) !== canonicalText(other.get(name)));
}

/** The same text for the same content, whatever the order of the keys. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, each]) => `${name}:${canonicalText(each)}`).join()}}`;
}
