/** One message of PostgreSQL's protocol, version 3: `type` is its letter, empty for the first one of a connection. */
export type Frame = { readonly type: string; readonly bytes: Buffer };

/** Cuts a stream into messages, however it came in pieces. `untyped`: how many messages at its beginning have no letter. */
export function createSplitter(untyped: number): (chunk: Buffer) => readonly Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  let left = untyped;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const head = left > 0 ? 0 : 1;
      if (rest.length < head + 4) return frames;
      const size = head + rest.readUInt32BE(head);
      if (rest.length < size) return frames;
      frames.push({ type: head === 0 ? '' : String.fromCodePoint(rest[0] ?? 0), bytes: rest.subarray(0, size) });
      rest = rest.subarray(size);
      if (left > 0) left -= 1;
    }
  };
}

/** Tells which statement each message runs: `Parse` names it, `Bind` uses the name; null when the message runs none. */
export function createReader(): (frame: Frame) => string | null {
  const statements = new Map<string, string>();
  return ({ type, bytes }) => {
    const texts = () => bytes.subarray(5).toString('utf8').split('\0');
    if (type === 'Q') return texts()[0] ?? '';
    if (type === 'P') {
      const [name = '', sql = ''] = texts();
      statements.set(name, sql);
    }
    if (type !== 'B') return null;
    const [, statement = ''] = bytes.subarray(5, 200).toString('latin1').split('\0');
    return statements.get(statement) ?? '';
  };
}

/** After each of these the server answers `ReadyForQuery`: by then it has done what was asked, and has committed it. */
export function endsARound({ type }: Frame): boolean {
  return type === 'S' || type === 'Q';
}

export const READY_FOR_QUERY = 'Z';
