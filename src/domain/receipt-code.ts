declare const receiptCode: unique symbol;
declare const codeKey_: unique symbol;

/** A receipt code as the office prints it (requirements §3.2): 6 to 30 of `0-9 A-Z . - /`. Opaque: never parsed for meaning. */
export type ReceiptCode = string & { readonly [receiptCode]: true };

/** What makes two receipt codes the same: upper-case, without `.`, `-`, `/` and spaces (requirements §3.2). */
export type CodeKey = string & { readonly [codeKey_]: true };

/** The code trimmed and upper-cased; null when it is none (a space within, another alphabet, no letter or digit at all). */
export function readReceiptCode(text: string): ReceiptCode | null {
  const code = text.trim();
  return /^[0-9A-Za-z./-]{6,30}$/.test(code) && /[0-9A-Za-z]/.test(code) ? (code.toUpperCase() as ReceiptCode) : null;
}

/** The key of any text whatever, such as a path of a URL holds; full-width digits count as digits. */
export function codeKey(text: string): CodeKey {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[./\-\s]/g, '') as CodeKey;
}
