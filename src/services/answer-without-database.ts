import type { FindAgency } from '../domain/agency.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import { resolveInquiry } from '../domain/resolve-inquiry.ts';
import { isNeverAnswered, readInquiry } from '../domain/inquiry.ts';
import { BUSY, SILENCE, type Inquiry, type InquiryAnswer } from '../domain/inquiry-answer.ts';
import { statusText } from '../domain/texts.ts';
import type { InquirySettings } from './answer-from-database.ts';
import type { DossierReader } from './read-dossier.ts';

type Deps = {
  readonly settings: InquirySettings;
  readonly reader: DossierReader;
  readonly findAgency: FindAgency;
  readonly now: () => Instant;
};

/** Each asks one workflow, and an SMS is answered about two dossiers at most. */
const MAX_WORKFLOWS_ASKED = 2;

/**
 * Answers while PostgreSQL is away, when a workflow knows the dossier (requirements §7.6), and else with `busy`; never charged.
 * Only codes spelled as they were printed are found, because a workflow's id is the only index that is left.
 */
export async function answerWithoutDatabase({ settings, reader, findAgency, now }: Deps, inquiry: Inquiry): Promise<InquiryAnswer> {
  if (isNeverAnswered({ from: inquiry.phone, text: inquiry.text, ownNumbers: settings.ownNumbers })) return SILENCE;
  const reading = readInquiry(inquiry.text, settings);
  const keys = [...reading.keys].slice(0, MAX_WORKFLOWS_ASKED);
  const answers = await Promise.all(keys.map(async (key) => ({ key, dossier: await reader.byWorkflowAlone(key) })));
  const known = answers.flatMap(({ key, dossier }) => (dossier ? [{ key, dossier }] : []));

  const resolved = resolveInquiry(reading, new Set(known.map(({ key }) => key)));
  const asked = resolved.kind === 'codes' ? resolved.codes.flatMap((code) => ('found' in code ? [code.found] : [])) : [];
  const today = dateOf(now());
  const lines = known.filter(({ key }) => asked.includes(key)).map(({ dossier }) => statusText(dossier, today, findAgency(dossier.agency)));
  return lines.length > 0 ? { outcome: 'answered', reply: lines.join('\n'), charge: false } : BUSY;
}
