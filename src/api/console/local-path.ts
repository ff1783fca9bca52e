const ORIGIN = 'http://here.invalid';

/** An address within the console. Null for one that would lead to another site, or back to the sign-in itself. */
export function readLocalPath(text: string | undefined): string | null {
  if (text === undefined || text.length > 2000 || !/^\/(?![/\\])[!-[\]-~]*$/.test(text)) return null;
  if (!URL.canParse(text, ORIGIN)) return null;
  const { origin, pathname, search } = new URL(text, ORIGIN);
  return origin !== ORIGIN || pathname.startsWith('//') || /^\/dang-(?:nhap|xuat)(?:\/|$)/.test(pathname) ? null : `${pathname}${search}`;
}
