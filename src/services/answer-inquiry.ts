import type { Config } from '../config/config.ts';
import { beginInquiry, repeatAnswer, settleInquiry, type Answer, type Inquiry } from '../db/inquiries.ts';
import type { Database } from '../db/open.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import { isNeverAnswered, plainCode, readInquiry, resolveInquiry } from '../domain/inquiry.ts';
import { limitVerdict } from '../domain/inquiry-limits.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { replies, statusText } from '../domain/texts.ts';
import type { InquiryAttempt } from './inquiry-attempt.ts';
import type { DossierReader, Known } from './read-dossier.ts';

export type InquiryDeps = {
  readonly config: Config['inquiries'];
  readonly database: Database;
  readonly reader: DossierReader;
  readonly now: () => Instant;
};

/** Answers a citizen's SMS (requirements §7): the same id the same way, charged only when it is M4. @throws when PostgreSQL is away */
export async function answerInquiry(
  { config, database, reader, now }: InquiryDeps,
  inquiry: Inquiry,
  attempt: InquiryAttempt,
): Promise<Answer> {
  const { shortCode, ownNumbers, keyword, limit, unknownCodeLimit } = config;
  const reading = readInquiry(inquiry.text, { keyword, shortCode });
  const isSilent = isNeverAnswered({ from: inquiry.phone, text: inquiry.text, ownNumbers });
  const plain = isSilent ? null : plainCode(reading);
  const ahead = plain === null ? null : reader.askAhead(plain); // while the question is being kept
  const begun = await attempt.begin(beginInquiry(database, inquiry, { all: limit, unknown: unknownCodeLimit }, [...reading.keys]));
  if (begun.earlier) return (await repeatAnswer(database, inquiry, now())) ?? begun.earlier;
  const heads = begun.heads.filter(({ erased }) => !erased);

  const settle = (answer: Answer, known: readonly Known[] = []) =>
    attempt.book(now(), (at) => settleInquiry(database, inquiry, answer, { ...aboutOf(known), at }));
  if (isSilent) return settle(SILENCE);
  const verdict = limitVerdict(limit?.count ?? null, begun.lately.all);
  if (verdict !== 'answer') return settle(PAST_LIMIT[verdict]);

  const resolved = resolveInquiry(reading, new Set(heads.map(({ codeKey }) => codeKey)));
  if (resolved.kind === 'syntax') return settle({ outcome: 'syntax', reply: replies.syntax(keyword, shortCode), charge: false });

  const byKey = new Map(heads.map((head) => [head.codeKey, head]));
  const parts = await Promise.all(
    resolved.codes.map(async (code) => {
      const head = 'found' in code ? byKey.get(code.found) : undefined;
      return head ? await reader.byHead(head, ahead) : replies.unknown('unknown' in code ? code.unknown : code.found);
    }),
  );
  const known = parts.filter((part) => typeof part !== 'string');
  const verdictOnCodes = known.length === 0 ? limitVerdict(unknownCodeLimit?.count ?? null, begun.lately.unknown) : 'answer';
  if (verdictOnCodes !== 'answer') return settle(PAST_LIMIT[verdictOnCodes]);
  const today = dateOf(now());
  const reply = parts.map((part) => (typeof part === 'string' ? part : statusText(part.dossier, today))).join('\n');
  return settle(known.length > 0 ? { outcome: 'answered', reply, charge: true } : { outcome: 'unknown', reply, charge: false }, known);
}

/**
 * PostgreSQL is away: a workflow may still know (§7.6). Never charged; what was not even begun is kept nowhere, so that the same id is answered in full when we
 * are back.
 * Only a code typed as it was printed can be asked for: nobody is left who knows its other spellings.
 */
export async function answerWithoutDatabase({ config, reader, now }: Omit<InquiryDeps, 'database'>, inquiry: Inquiry): Promise<Answer> {
  const { shortCode, ownNumbers, keyword } = config;
  if (isNeverAnswered({ from: inquiry.phone, text: inquiry.text, ownNumbers })) return SILENCE;
  const reading = readInquiry(inquiry.text, { keyword, shortCode });
  const asked = await Promise.all([...reading.keys].slice(0, 2).map(async (key) => ({ key, dossier: await reader.byWorkflowAlone(key) })));
  const resolved = resolveInquiry(reading, new Set(asked.flatMap(({ key, dossier }) => (dossier ? [key] : []))));
  const found = resolved.kind === 'codes' ? resolved.codes.flatMap((code) => ('found' in code ? [code.found] : [])) : [];
  const today = dateOf(now());
  const lines = asked.flatMap(({ key, dossier }) => (dossier && found.includes(key) ? [statusText(dossier, today)] : []));
  return lines.length > 0 ? { outcome: 'answered', reply: lines.join('\n'), charge: false } : BUSY;
}

const BUSY: Answer = { outcome: 'busy', reply: replies.busy, charge: false };
const SILENCE: Answer = { outcome: 'ignored', reply: null, charge: false };
const PAST_LIMIT = { warn: { outcome: 'too_many', reply: replies.tooMany, charge: false }, silence: SILENCE } as const satisfies Record<
  string,
  Answer
>;

function aboutOf(known: readonly Known[]): { readonly keys: readonly CodeKey[]; readonly source: InquirySource | null } {
  return { keys: known.map(({ head }) => head.codeKey), source: known[0]?.source ?? null };
}
