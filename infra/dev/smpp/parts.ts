/** A part of a message as a carrier gets it in a `submit_sm`. */
export type Part = {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** `unicode`: UCS-2. */
  readonly encoding: 'unicode' | 'ascii';
  /** Its place in a longer message; null: it is the whole message. */
  readonly place: { readonly reference: number; readonly number: number; readonly of: number } | null;
  readonly wantsReceipt: boolean;
  /** The carrier's id of the part. */
  readonly id: string;
};

/** A message on a telephone: all its parts are there. */
export type Whole = {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly encoding: 'unicode' | 'ascii';
  readonly parts: number;
  /** The id under which a receipt is expected; null: none is. */
  readonly receiptId: string | null;
};

/** Puts parts together as a telephone does: those of one sender with the same reference and the same count belong together. */
export function createAssembly(): { readonly add: (part: Part) => Whole | null } {
  const begun = new Map<string, Map<number, Part>>();
  return {
    add(part) {
      if (part.place === null) return wholeOf([part]);
      const { reference, number, of } = part.place;
      const key = [part.from, part.to, reference, of].join('/');
      const parts = begun.get(key) ?? new Map<number, Part>();
      begun.set(key, parts.set(number, part));
      if (parts.size < of) return null;
      begun.delete(key);
      return wholeOf([...parts.entries()].toSorted(([a], [b]) => a - b).map(([, each]) => each));
    },
  };
}

function wholeOf(parts: readonly Part[]): Whole {
  const [first] = parts;
  if (first === undefined) throw new Error('expected a part');
  const { from, to, encoding } = first;
  const receiptId = parts.find(({ wantsReceipt }) => wantsReceipt)?.id ?? null;
  return { from, to, encoding, text: parts.map(({ text }) => text).join(''), parts: parts.length, receiptId };
}

/** Reads the header of a concatenated message: `00 03 reference count number`, or `08 04` with a reference of two bytes. */
export function readPlace(headers: readonly Buffer[]): Part['place'] {
  for (const header of headers) {
    if (header[0] === 0x00 && header.length === 5) return { reference: header[2] ?? 0, of: header[3] ?? 0, number: header[4] ?? 0 };
    if (header[0] === 0x08 && header.length === 6) return { reference: header.readUInt16BE(2), of: header[4] ?? 0, number: header[5] ?? 0 };
  }
  return null;
}

/** The parts in which a telephone sends a text that is longer than one message: 67 UCS-2 units each behind the header. */
export function splitForDelivery(text: string, reference: number): readonly { readonly message: Buffer; readonly udh?: Buffer }[] {
  if (text.length <= 70) return [{ message: ucs2(text) }];
  const pieces = Array.from({ length: Math.ceil(text.length / 67) }, (_, i) => text.slice(i * 67, (i + 1) * 67));
  return pieces.map((piece, i) => ({ message: ucs2(piece), udh: Buffer.from([5, 0, 3, reference % 256, pieces.length, i + 1]) }));
}

function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
