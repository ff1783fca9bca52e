import type { EntryOf } from '../../../infra/dev/telco/entry.ts';
import { groupBy } from '../../../src/lib/group-by.ts';
import { dateOf, instantAt } from '../../../src/domain/calendar.ts';
import { statusText } from '../../../src/domain/texts.ts';
import { accountsOfAll, type Account, type Chapter } from './accounts.ts';
import type { Evidence, InquiryRow } from './evidence.ts';
import type { Finding } from './finding.ts';

type Asked = EntryOf<'text'>;
type Reply = EntryOf<'reply'>;

/** I4: every text to the short code ends once, as an answer that the journal confirms or as a named refusal; only an answer is charged. */
export function inquiriesEndOnce(evidence: Evidence): readonly Finding[] {
  const replies = groupBy(
    evidence.log.filter((entry) => entry.type === 'reply'),
    ({ id }) => id,
    (reply) => reply,
  );
  const rows = new Map(evidence.inquiries.map((row) => [row.id, row]));
  const accounts = new Map(accountsOfAll({ ...evidence, log: [] }).map((account) => [String(account.registration.receiptCode), account]));
  return evidence.log
    .filter((entry) => entry.type === 'text')
    .flatMap((asked) => {
      const [reply, ...more] = replies.get(asked.id) ?? [];
      const wrong = reply
        ? [
            ...(more.length > 0 ? [`${more.length + 1} answers`] : []),
            ...wrongIn(evidence, asked, reply, accounts),
            ...otherwiseKept(reply, rows.get(asked.id)),
          ]
        : unanswered(evidence, asked);
      return wrong.map((what): Finding => ({ invariant: 'I4', about: asked.id, what }));
    });
}

/** The network gives up after its attempts: only an outage excuses us. */
function unanswered({ log, outages }: Evidence, { id, at }: Asked): readonly string[] {
  const failed = log.find((entry) => entry.type === 'attempt_failed' && entry.id === id && entry.last);
  if (!failed || failed.type !== 'attempt_failed') return ['no answer'];
  const from = Date.parse(at);
  const excused = outages.some((outage) => outage.from <= from + ATTEMPTS_MS && outage.to >= from);
  return excused ? [] : [`no answer in ${failed.attempt} attempts (${failed.reason}), and nobody was away`];
}

/** From a text to the network's last attempt at most. */
const ATTEMPTS_MS = 40_000;

const REFUSALS = new Set(['syntax', 'unknown', 'busy', 'too_many', 'ignored']);

function wrongIn(evidence: Evidence, asked: Asked, reply: Reply, accounts: ReadonlyMap<string, Account>): readonly string[] {
  if (REFUSALS.has(reply.outcome)) return reply.charge ? [`charged for ${reply.outcome}`] : [];
  if (reply.outcome !== 'answered') return [`ended as ${reply.outcome}, which is no outcome`];
  const code = /\(MS: ([^)]+)\)/.exec(reply.reply ?? '')?.[1] ?? '';
  const account = accounts.get(code);
  if (!account || !asked.text.includes(code)) return [`asked "${asked.text}", told "${reply.reply}"`];
  const days = [asked.at, reply.at].map((at) => dateOf(instantAt(Date.parse(at))));
  const possible = chaptersTold(evidence, account, asked, reply);
  const isTrue = possible.some(({ dossier }) => days.some((day) => statusText(dossier, day, null) === reply.reply));
  return isTrue
    ? []
    : [`told "${reply.reply}" at ${reply.at}, when it was at ${possible.map(({ dossier }) => dossier.step).join(', then ')}`];
}

/**
 * What was true at some moment between question and answer. A write that was acknowledged before the question is known to it; but without
 * PostgreSQL the workflow alone answers, uncharged, and may be behind.
 */
function chaptersTold({ acknowledged }: Evidence, { chapters }: Account, asked: Asked, reply: Reply): readonly Chapter[] {
  const code = chapters[0]?.dossier.receiptCode;
  const known = acknowledged.filter((each) => each.code === code && each.at < Date.parse(asked.at)).map(({ seq }) => seq);
  const least = reply.charge ? Math.max(0, ...known) : 0;
  return chapters.filter(({ dossier, from }) => dossier.seq >= least && from <= reply.at);
}

/** A refusal for want of a database is kept nowhere. */
function otherwiseKept(reply: Reply, row: InquiryRow | undefined): readonly string[] {
  if (!row || row.outcome === null) return reply.charge ? ['charged, and not in our books'] : [];
  if (row.charge !== reply.charge) return [`told ${reply.outcome} (charge ${reply.charge}), booked ${row.outcome} (charge ${row.charge})`];
  return row.charge && row.reply !== reply.reply ? [`told "${reply.reply}", booked "${row.reply}"`] : [];
}
