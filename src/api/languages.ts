/** The languages in which a problem is told (contract §2). The first one is told when the caller prefers neither. */
export const LANGUAGES = ['en', 'vi'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that `Accept-Language` prefers. */
export function languageOf(header: string | undefined): Language {
  const qualities = readQualities(header ?? '');
  const qualityOf = (language: Language) =>
    Math.max(0, ...qualities.filter(({ name }) => name.split('-')[0] === language).map(({ quality }) => quality));
  return qualityOf('vi') > qualityOf('en') ? 'vi' : 'en';
}

/** Reads a header such as `vi-VN, en;q=0.8`; the names are in lower case. */
export function readQualities(header: string): readonly { readonly name: string; readonly quality: number }[] {
  return header.split(',').map((part) => {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const quality = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    return { name, quality: quality >= 0 && quality <= 1 ? quality : 0 };
  });
}
