/** Whether a content type says JSON in UTF-8. */
export function isJsonType(contentType = ''): boolean {
  const [media = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  const charsets = parameters.filter((each) => /^charset=/i.test(each));
  return /^application\/([\w.+-]+\+)?json$/i.test(media) && charsets.every((each) => /^charset=("?)utf-?8\1$/i.test(each));
}

/** The text of these bytes; null when they are not UTF-8. A byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array | ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
