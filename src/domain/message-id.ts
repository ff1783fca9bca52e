/** The base in which a gateway writes its ids; its answer and its receipts may differ in it. `text`: they are no numbers. */
export type MessageIdBase = 'text' | 'decimal' | 'hexadecimal';

/**
 * The one form of a gateway's id of a message (requirements §11.3): `0001A`, `1a` and `0x1A`, read as hexadecimal, and `026`, read as
 * decimal, are all `26`. An id that is no number of its base is compared as a text.
 */
export function messageIdKey(id: string, base: MessageIdBase): string {
  const text = id.trim().toLowerCase();
  const digits = base === 'hexadecimal' ? HEXADECIMAL.exec(text)?.[1] : undefined;
  return digits === undefined ? text.replace(/^0+(?=.)/, '') : BigInt(`0x${digits}`).toString();
}

/** Long enough for any number that is an id: 256 bits. */
const HEXADECIMAL = /^(?:0x)?0*([0-9a-f]{1,64})$/;
