import { instantAt, instantOf, readInstant, readLocalDate, type Instant, type LocalDate } from '../../src/domain/calendar.ts';
import { fold, type Dossier, type DossierEvent, type Registration } from '../../src/domain/dossier.ts';
import { readReceiptCode, type ReceiptCode } from '../../src/domain/receipt-code.ts';

/** Builders that show only what matters to a test. */

export function code(text = '0101701234'): ReceiptCode {
  const read = readReceiptCode(text);
  if (read === null) throw new Error(`expected a receipt code, came ${text}`);
  return read;
}

export function day(text: string): LocalDate {
  const read = readLocalDate(text);
  if (read === null) throw new Error(`expected a day, came ${text}`);
  return read;
}

/** `2026-11-26 17:30` or `2026-11-26 17:30:05.250`, Viet Nam time. */
export function at(local: string): Instant {
  const [date = '', time = '00:00'] = local.split(' ');
  const read = readInstant(`${date}T${time.length === 5 ? `${time}:00` : time}+07:00`);
  if (read === null) throw new Error(`expected a moment, came ${local}`);
  return read;
}

export const RECEIVED = at('2026-11-20 08:00');
export const DUE = day('2026-11-27');
/** The apology's instant for DUE with the policy below. */
export const EVE = instantOf(day('2026-11-26'), 17.5 * 3600);

export function aRegistration(some: Partial<Registration> = {}): Registration {
  return {
    receiptCode: code(),
    agency: 'default',
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
    receivedAt: RECEIVED,
    dueDate: DUE,
    step: 'Tiếp nhận',
    policy: { apologySecond: 17.5 * 3600, apologySpreadMs: 0, supplementStopsClock: true },
    recordedAt: RECEIVED,
    ...some,
  };
}

export type Said = { readonly at?: string | undefined; readonly recorded?: string | undefined } & (
  | { readonly step?: string; readonly state?: string }
  | { readonly due: string; readonly reason?: 'reappointment' | 'supplement' | 'correction' }
  | { readonly contact: true }
  | { readonly informed: string }
  | { readonly close: 'handed_over' | 'withdrawn' | 'rejected' }
);

/** Events in the order of the journal, a minute apart unless they say when. */
export function said(...all: readonly Said[]): DossierEvent[] {
  return all.map((each, index): DossierEvent => {
    const recordedAt = each.recorded ?? each.at;
    const fallback = instantAt(Date.parse(RECEIVED) + (index + 1) * 60_000);
    const common = {
      seq: index + 1,
      occurredAt: each.at ? at(each.at) : recordedAt ? at(recordedAt) : fallback,
      recordedAt: recordedAt ? at(recordedAt) : fallback,
    };
    if ('due' in each) return { ...common, type: 'reschedule', dueDate: day(each.due), reason: each.reason ?? 'reappointment' };
    if ('informed' in each) return { ...common, type: 'informed', notice: each.informed, by: 'phone' };
    if ('contact' in each) return { ...common, type: 'contact' };
    if ('close' in each) return { ...common, type: 'close', outcome: each.close };
    return {
      ...common,
      type: 'progress',
      ...(each.step === undefined ? {} : { step: each.step }),
      ...(each.state === undefined ? {} : { state: each.state }),
    };
  });
}

export function aDossier(some: Partial<Registration> = {}, ...events: readonly Said[]): Dossier {
  return fold(aRegistration(some), said(...events));
}
