export type ShareByVersion<Value> = (key: string, version: string, make: () => Promise<Value>) => Promise<Value>;

/** Whoever asks for the same version of a key gets the value that the first one made. Only the last version of each key is kept. */
export function shareByVersion<Value>(): ShareByVersion<Value> {
  const kept = new Map<string, { readonly version: string; readonly value: Promise<Value> }>();
  return (key, version, make) => {
    const known = kept.get(key);
    if (known?.version === version) return known.value;
    const made = { version, value: make() };
    kept.set(key, made);
    made.value.catch(() => kept.get(key) === made && kept.delete(key));
    return made.value;
  };
}
