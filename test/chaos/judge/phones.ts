import type { Finding } from './finding.ts';

/**
 * I7: finds these numbers in the bytes: plain, with separators, in UTF-16 or in hexadecimal (as PostgreSQL shows Temporal's blobs).
 * @param phones as the network writes them, `84905123456`
 */
export function phonesIn(where: string, bytes: Buffer, phones: ReadonlySet<string>): readonly Finding[] {
  const national = new Set([...phones].map((phone) => phone.replace(/^84/, '')));
  const found = new Set([...readings(bytes)].flatMap((text) => numbersIn(text, national)));
  return [...found].map((number) => ({ invariant: 'I7', about: `…${number.slice(-3)}`, what: `a telephone number stands in ${where}` }));
}

function* readings(bytes: Buffer): Generator<string> {
  const plain = bytes.toString('latin1');
  yield plain.replaceAll(/[ .()+-]/g, '');
  yield plain.replaceAll('\0', '');
  yield plain.replaceAll(/3([0-9])/g, '$1');
  for (const base64 of plain.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []) yield Buffer.from(base64, 'base64').toString('latin1');
}

/** Every nine digits in a row are looked up. */
function numbersIn(text: string, national: ReadonlySet<string>): readonly string[] {
  return (text.match(/\d{9,}/g) ?? []).flatMap((digits) =>
    Array.from({ length: digits.length - 8 }, (_, at) => digits.slice(at, at + 9)).filter((number) => national.has(number)),
  );
}
