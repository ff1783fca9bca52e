import type { Agency } from '../domain/agency.ts';
import { instantOf, readLocalDate, type LocalDate } from '../domain/calendar.ts';
import { register } from '../domain/dossier.ts';
import { templateOf, type MessageTemplate } from '../domain/message-template.ts';
import type { Notice } from '../domain/notice-key.ts';
import { readPhone, type Phone } from '../domain/phone.ts';
import { readReceiptCode, type ReceiptCode } from '../domain/receipt-code.ts';
import { noticeText, statusText } from '../domain/texts.ts';

/** M1 to M4 of requirements §2 for a dossier that nobody has. */
export type SampleTexts = {
  readonly notices: readonly { readonly name: string; readonly text: string; readonly template: MessageTemplate }[];
  readonly answer: { readonly name: string; readonly text: string };
};

export function sampleTexts(agencyId: string, agency: Agency): SampleTexts {
  const notice = (name: string, of: Notice) => ({
    name,
    text: noticeText(of, CODE, agency.name),
    template: templateOf(of, CODE, agency.name),
  });
  return {
    notices: [
      notice('M1', { kind: 'result', round: 1 }),
      notice('M2', { kind: 'supplement', round: 1 }),
      notice('M3', { kind: 'apology', dueDate: DUE }),
    ],
    answer: { name: 'M4', text: statusText(sampleDossier(agencyId), RECEIVED, agency) },
  };
}

function sampleDossier(agency: string) {
  const receivedAt = instantOf(RECEIVED, 8 * 3600);
  return register({
    receiptCode: CODE,
    agency,
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
    receivedAt,
    recordedAt: receivedAt,
    dueDate: DUE,
    step: 'Thẩm định',
    policy: { apologySecond: 0, apologySpreadMs: 0, supplementStopsClock: true },
  });
}

/** Nobody's number, as gateways take it. */
export const SAMPLE_PHONE: Phone = phoneOf('0905123456');

/** @throws when it is no mobile number of Viet Nam */
export function phoneOf(text: string): Phone {
  const read = readPhone(text);
  if ('phone' in read) return read.phone;
  throw new Error(`--to: expected a Vietnamese mobile number, came one that is ${read.problem}`);
}

/** The code and the date of the examples in requirements §2. */
const CODE: ReceiptCode = known(readReceiptCode('0101701234'));
const RECEIVED: LocalDate = known(readLocalDate('2017-03-08'));
const DUE: LocalDate = known(readLocalDate('2017-03-15'));

function known<T>(value: T | null): T {
  if (value === null) throw new Error('expected a sample that can be read, came null');
  return value;
}
