import { splitJournal, type JournalEntry } from '../../../src/db/dossiers.ts';
import { dateOf, epochMs, instantAt, plusMs, type Instant } from '../../../src/domain/calendar.ts';
import { readContact, type Contact } from '../../../src/domain/contact.ts';
import { dossierLine, type DossierLine } from '../../../src/domain/dossier-line.ts';
import { latestDossier, replayStates } from '../../../src/domain/dossier-states.ts';
import type { Dossier } from '../../../src/domain/dossier.ts';
import { FIRST_STEP } from '../../../src/domain/fixed-names.ts';
import { codeKey, type CodeKey, type ReceiptCode } from '../../../src/domain/receipt-code.ts';
import { whyUnreached } from '../../../src/domain/unreached.ts';
import { liveOn, type Life } from './lives.ts';
import { makeInquiries, type MadeInquiry } from './make-inquiries.ts';
import { makeNotices, type MadeNotice } from './make-notices.ts';
import { AGENCIES, PERIOD_DAYS, POLICY, PROCEDURES } from './office.ts';
import { randomFrom, type Random } from './random.ts';

/** A dossier as the product would have kept it after the same acts. Only the hashes are missing, which PostgreSQL makes. */
export type MadeDossier = {
  readonly key: CodeKey;
  readonly entries: readonly JournalEntry[];
  readonly contact: Contact;
  readonly dossier: Dossier;
  readonly line: DossierLine;
  readonly notices: readonly MadeNotice[];
  readonly inquiries: readonly MadeInquiry[];
};

/** `nth` of `count`, the oldest first. */
export function makeDossier(nth: number, count: number, now: Instant): MadeDossier {
  const random = randomFrom(nth);
  const receivedMs = receivedMsOf(nth, count, now);
  const agency = agencyOf(nth);
  const procedure = random.pick(PROCEDURES);
  const receiptCode = codeOf(nth, count, now);
  const contact = contactOf(random, count);
  const life = liveOn(random, procedure, receivedMs, now);
  const entries = journalOf(receiptCode, agency, procedure, life);
  const before = replay(entries);
  const ledger = makeNotices(before.states, contact, now, random);
  const told = informedOf(entries, ledger, random, now);
  const { registration, events, states } = told === entries ? before : replay(told);
  return {
    key: codeKey(receiptCode),
    entries: told,
    contact,
    dossier: latestDossier(states),
    line: dossierLine(registration, events),
    notices: ledger,
    inquiries: makeInquiries(states, contact, now, random),
  };
}

/** `H15.07-261123-00042` */
export function codeOf(nth: number, count: number, now: Instant): ReceiptCode {
  const day = dateOf(instantAt(receivedMsOf(nth, count, now)))
    .slice(2)
    .replaceAll('-', '');
  return `H15.${agencyOf(nth).slice(-2)}-${day}-${String(nth % 100_000).padStart(5, '0')}` as ReceiptCode;
}

function receivedMsOf(nth: number, count: number, now: Instant): number {
  return epochMs(now) - ((count - nth) / count) * PERIOD_DAYS * 86_400_000;
}

function agencyOf(nth: number): string {
  return AGENCIES[Math.floor(randomFrom(-nth).next() ** 2 * AGENCIES.length)] ?? AGENCIES[0];
}

/** Some citizens have several dossiers. */
function contactOf(random: Random, count: number): Contact {
  if (random.chance(0.06)) return readContact(null);
  if (random.chance(0.02)) return readContact('02623 851 234');
  return readContact(phoneOf(random.below(Math.ceil(count * 0.6))));
}

export function phoneOf(citizen: number): string {
  return `09${String(10_000_000 + citizen * 7)}`;
}

function journalOf(receiptCode: ReceiptCode, agency: string, procedure: (typeof PROCEDURES)[0], life: Life): JournalEntry[] {
  const { code, name, sameDay } = procedure;
  const [key, { receivedAt, dueDate }] = [codeKey(receiptCode), life];
  const body = { receiptCode, agency, procedure: { code, name, sameDay }, dueDate, step: FIRST_STEP, policy: POLICY };
  const of = { codeKey: key, actor: 'one-stop' };
  const first: JournalEntry = {
    ...of,
    seq: 0,
    eventId: null,
    type: 'register',
    body,
    occurredAt: receivedAt,
    recordedAt: plusMs(receivedAt, 40),
  };
  const others = life.acts.map(({ atMs, type, body }, index): JournalEntry => {
    const at = instantAt(atMs + 50);
    return { ...of, seq: index + 1, eventId: `${key}-${index + 1}`, type, body, occurredAt: at, recordedAt: at };
  });
  return [first, ...others];
}

/** Of three citizens who were not told by SMS, one is called the day after. */
function informedOf(
  entries: readonly JournalEntry[],
  ledger: readonly MadeNotice[],
  random: Random,
  now: Instant,
): readonly JournalEntry[] {
  const [last, trouble] = [entries.at(-1), ledger.find((notice) => whyUnreached(notice) !== null)];
  if (!last || !trouble || !random.chance(1 / 3)) return entries;
  const at = plusMs(trouble.decidedAt, 72_000_000);
  if (last.type === 'close' || at <= last.recordedAt || at >= now) return entries;
  const seq = last.seq + 1;
  const body = { notice: trouble.key, by: 'phone' };
  return [...entries, { ...last, seq, eventId: `${last.codeKey}-${seq}`, type: 'informed', body, occurredAt: at, recordedAt: at }];
}

function replay(entries: readonly JournalEntry[]) {
  const { registration, events } = splitJournal(entries);
  return { registration, events, states: replayStates(registration, events) };
}
