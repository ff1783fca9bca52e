import { z } from '@hono/zod-openapi';
import { EVENT_WARNINGS } from '../services/record-event.ts';

/** What is accepted, and may not be what the sender meant. */
const WARNINGS = ['phone_unusable', 'many_events', 'may_arrive_twice', ...EVENT_WARNINGS] as const;
type WarningCode = (typeof WARNINGS)[number];

export const warning = z.object({ code: z.enum(WARNINGS), message: z.string() }).openapi('Warning');
export type Warning = z.input<typeof warning>;

const MESSAGES: Readonly<Record<WarningCode, string>> = {
  phone_unusable: 'no notice can be sent to this number',
  many_events: 'this dossier has 1,600 events or more of the 2,000 that it takes: a sender may be in a loop',
  may_arrive_twice: 'nobody knows whether the gateway before this one sent the message: the citizen may get it twice',
  older_than_in_force: 'this event changes nothing: the progress in force happened later, by the instants that were given',
  reappointed_before: 'this dossier was re-appointed before, and the law allows only one re-appointment',
  resembles_fixed_name: 'this step or state is a fixed name only when it is read as TCVN3 or VNI text: send UTF-8',
};

export function warn(code: WarningCode, detail?: string): Warning {
  return { code, message: detail === undefined ? MESSAGES[code] : `${MESSAGES[code]}: ${detail}` };
}
