import { beginInquiry, repeatAnswer, settleInquiry, type BegunInquiry } from '../db/inquiries.ts';
import type { Database } from '../db/open.ts';
import { replyReference } from '../db/replies.ts';
import type { FindAgency } from '../domain/agency.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import { resolveInquiry } from '../domain/resolve-inquiry.ts';
import { isNeverAnswered, readInquiry, type Reading } from '../domain/inquiry.ts';
import { SILENCE, TOO_MANY, type Inquiry, type InquiryAnswer } from '../domain/inquiry-answer.ts';
import { limitVerdict, type Limit } from '../domain/inquiry-limits.ts';
import { costIn } from '../domain/sms-cost.ts';
import { replies, statusText } from '../domain/texts.ts';
import type { InquiryAttempt } from './inquiry-attempt.ts';
import type { InquiryGateway } from './inquiry-gateways.ts';
import type { DossierReader, KnownDossier } from './read-dossier.ts';

export type InquirySettings = {
  readonly keyword: string;
  readonly shortCode: string;
  readonly ownNumbers: readonly string[];
  readonly limit: Limit;
  readonly unknownCodeLimit: Limit;
};

type Deps = {
  readonly settings: InquirySettings;
  readonly database: Database;
  readonly reader: DossierReader;
  readonly findAgency: FindAgency;
  readonly gateway: InquiryGateway;
  /** Starts the call by which a booked reply leaves. What it cannot start is started later (requirements §11.5). */
  readonly orderReply: (reference: string) => void;
  readonly now: () => Instant;
};

/** An answer, and the dossiers that it speaks of. */
type Composed = { readonly answer: InquiryAnswer; readonly dossiers: readonly KnownDossier[] };

/**
 * Keeps the question, finds its answer and books it. A repeat of a question that was answered gets that answer again (requirements §7.4).
 * @throws when PostgreSQL is unavailable, or SenderToldOtherwise
 */
export async function answerFromDatabase(deps: Deps, inquiry: Inquiry, attempt: InquiryAttempt): Promise<InquiryAnswer> {
  const { settings, database, gateway, orderReply, now } = deps;
  const { replies: way, renumbersRepeats } = gateway.capabilities;
  const reading = readInquiry(inquiry.text, settings);
  const isSilent = isNeverAnswered({ from: inquiry.phone, text: inquiry.text, ownNumbers: settings.ownNumbers });

  const limits = { all: settings.limit, unknown: settings.unknownCodeLimit };
  const keeping = { limits, keys: [...reading.keys], renumbersRepeats };
  const begun = await attempt.keepQuestion(() => beginInquiry(database, inquiry, keeping));
  if (begun.earlier && begun.isRenumbered && limitVerdict(settings.limit?.count ?? null, begun.recent.all) !== 'answer') return SILENCE;
  if (begun.earlier) return (await repeatAnswer(database, begun.key, now())) ?? begun.earlier;

  const { answer, dossiers } = isSilent ? answerOnly(SILENCE) : await composeAnswer(deps, reading, begun);
  const size = answer.reply === null ? null : costIn(gateway.encoding, answer.reply, gateway.prices?.reply ?? null);
  const about = { keys: dossiers.map(({ head }) => head.codeKey), source: dossiers[0]?.source ?? null, size };
  const byCall = way === 'by_call';
  const booked = await attempt.bookAnswer(now(), (at) => settleInquiry(database, begun.key, answer, { ...about, at, byCall }));
  if (byCall && booked.reply !== null) orderReply(replyReference(begun.key));
  return booked;
}

async function composeAnswer(
  { settings, reader, findAgency, now }: Deps,
  reading: Reading,
  { recent, heads }: BegunInquiry,
): Promise<Composed> {
  const verdict = limitVerdict(settings.limit?.count ?? null, recent.all);
  if (verdict !== 'answer') return answerOnly(PAST_LIMIT[verdict]);

  const headByKey = new Map(heads.filter(({ erased }) => !erased).map((head) => [head.codeKey, head]));
  const resolved = resolveInquiry(reading, new Set(headByKey.keys()));
  if (resolved.kind === 'syntax')
    return answerOnly({ outcome: 'syntax', reply: replies.syntax(settings.keyword, settings.shortCode), charge: false });

  const parts = await Promise.all(
    resolved.codes.map(async (code) => {
      const head = 'found' in code ? headByKey.get(code.found) : undefined;
      return head ? await reader.byHead(head) : replies.unknown('unknown' in code ? code.unknown : code.found);
    }),
  );
  const dossiers = parts.filter((part) => typeof part !== 'string');
  const today = dateOf(now());
  const reply = parts
    .map((part) => (typeof part === 'string' ? part : statusText(part.dossier, today, findAgency(part.dossier.agency))))
    .join('\n');
  if (dossiers.length > 0) return { answer: { outcome: 'answered', reply, charge: true }, dossiers };

  const verdictOnCodes = limitVerdict(settings.unknownCodeLimit?.count ?? null, recent.unknown);
  return answerOnly(verdictOnCodes === 'answer' ? { outcome: 'unknown', reply, charge: false } : PAST_LIMIT[verdictOnCodes]);
}

/** Past a limit one message says so, and the others get no answer (requirements §7.8). */
const PAST_LIMIT = { warn: TOO_MANY, silence: SILENCE } as const;

function answerOnly(answer: InquiryAnswer): Composed {
  return { answer, dossiers: [] };
}
