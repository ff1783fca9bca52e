import type { Socket } from 'node:net';

/** Lets both ends hear each other until one of them is gone; `open` holds those that are not. */
export function join(inside: Socket, outside: Socket, open: Set<Socket>): void {
  for (const [from, into] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    open.add(from);
    from.on('error', () => into.destroy());
    from.on('close', () => (open.delete(from), into.destroy()));
    from.pipe(into);
  }
}
