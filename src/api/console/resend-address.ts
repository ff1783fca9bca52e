/** The address of the page on which an operator sends a notice again. */
export function resendAddress(key: string): string {
  return `/tin-nhan/gui-lai?${new URLSearchParams({ key }).toString()}`;
}
