import type { EventPreview } from '../../services/preview-event.ts';
import type { EventRequest } from '../../services/record-event.ts';
import { effectSign } from './effect-sign.ts';
import type { SmsPreviewFacts } from './parts/sms-preview.tsx';
import { EVENT_WARNING_WORDS } from './texts/sms-preview.ts';

/** What a person has to have seen before this event is recorded. */
export function eventSign({ effect, sms, warnings, contact, known }: EventPreview, request: EventRequest): string {
  const remarks = request.type === 'contact' ? phoneRemarks(known.contact, contact) : [];
  return effectSign({ effect, isAgencyKnown: sms !== null, isApologyNews: true, remarks: [...warnings, ...remarks] });
}

export function eventPreviewFacts({ known, effect, sms, contact, warnings }: EventPreview, request: EventRequest): SmsPreviewFacts {
  return {
    receiptCode: known.dossier.receiptCode,
    effect,
    sms,
    phone: contact.phone,
    warnings: warnings.map((warning) => EVENT_WARNING_WORDS[warning]),
    namesNoApology: request.type === 'reschedule',
  };
}

/** It is asked once before a number is written by which nobody can be told, and before one is taken away. */
function phoneRemarks(before: EventPreview['contact'], { phone, problem }: EventPreview['contact']): readonly string[] {
  if (phone !== null) return [];
  if (problem !== null) return [`phone:${problem}`];
  return before.phone === null && before.problem === null ? [] : ['phone:none'];
}
