import type { ReceiptCode } from '../../domain/receipt-code.ts';

/** The address of a dossier's page. `tu`: the parameters of the list from which it is opened, for the previous and the next one. */
export function dossierAddress(code: ReceiptCode, tu?: string): string {
  const address = `/ho-so/${encodeURIComponent(code)}`;
  return tu === undefined ? address : `${address}?${new URLSearchParams({ tu }).toString()}`;
}
