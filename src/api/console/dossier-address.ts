import type { ReceiptCode } from '../../domain/receipt-code.ts';

/** The address of a dossier's page. `tu`: the parameters of the list from which it is opened, for the previous and the next one. */
export function dossierAddress(code: ReceiptCode, tu?: string): string {
  return withList(`/ho-so/${encodeURIComponent(code)}`, tu);
}

/** The address of a form of a dossier, which leads back to its page with the same `tu`. */
export function dossierFormAddress(code: ReceiptCode, form: string, tu?: string): string {
  return withList(`${dossierAddress(code)}/${form}`, tu);
}

function withList(address: string, tu: string | undefined): string {
  return tu === undefined ? address : `${address}?${new URLSearchParams({ tu }).toString()}`;
}
