declare const receiptCode: unique symbol;
declare const keyOfCode: unique symbol;

/** A receipt code as the office prints it (requirements §3.2): 6 to 30 of `0-9 A-Z . - /`. Its parts are never given a meaning. */
export type ReceiptCode = string & { readonly [receiptCode]: true };

/** Two receipt codes with the same key are the same: it is upper-case, without `.`, `-`, `/` and spaces (requirements §3.2). */
export type CodeKey = string & { readonly [keyOfCode]: true };

/** Reads a code, trimmed and upper-cased. Null for a text with a space within, in another alphabet, or without any letter or digit. */
export function readReceiptCode(text: string): ReceiptCode | null {
  const code = text.trim();
  return /^[0-9A-Za-z./-]{6,30}$/.test(code) && /[0-9A-Za-z]/.test(code) ? (code.toUpperCase() as ReceiptCode) : null;
}

/** The key of any text, such as a part of a URL's path. Full-width digits count as digits. */
export function codeKey(text: string): CodeKey {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[./\-\s]/g, '') as CodeKey;
}
