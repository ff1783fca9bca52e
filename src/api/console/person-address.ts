/** The page of an account. */
export function personAddress(name: string): string {
  return `/tai-khoan/nguoi/${encodeURIComponent(name)}`;
}
