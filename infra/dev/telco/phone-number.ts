/** `0905 123 456`, `+84905123456`, `84905123456` → `84905123456`; null when it is no Vietnamese number. */
export function readNumber(text: string): string | null {
  const parts = /^(?:\+?84|0)([1-9]\d{8,9})$/.exec(text.replaceAll(/[\s.()-]/g, ''));
  return parts ? `84${parts[1]}` : null;
}

/** A Vietnamese number, a short code, or a sender name of up to 11 letters and digits. */
export function readSender(text: string): string | null {
  return readNumber(text) ?? /^(?:[1-9]\d{2,5}|(?=.*[A-Za-z])[A-Za-z0-9._-]{2,11})$/.exec(text.trim())?.[0] ?? null;
}
