import type { Temporal } from '../temporal/connect.ts';
import type { Phone } from '../domain/phone.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { fetchHistory } from '../temporal/history.ts';

/**
 * Whether the number stands anywhere in the history that Temporal keeps of a dossier, with or without separators (I7 of the page quality).
 */
export async function isPhoneInHistory(client: Temporal['client'], code: ReceiptCode, phone: Phone): Promise<boolean> {
  const history = await fetchHistory(client, code);
  const digits = phone.slice(2);
  for (const text of textsIn(history)) if (withoutSeparators(text.replaceAll(code, '')).includes(digits)) return true;
  return false;
}

/** Yields every text within a value. Payloads are bytes and are read as UTF-8. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('utf8');
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* textsIn(each);
}

function withoutSeparators(text: string): string {
  return text.replace(/[\s().\-/]/g, '');
}
