import type { EntryOf } from '../../../infra/dev/telco/entry.ts';
import { groupBy } from '../../../src/lib/group-by.ts';
import { noticeKey, writeReference, type Notice } from '../../../src/domain/notice-key.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import type { LocalDate } from '../../../src/domain/calendar.ts';
import { readReceiptCode } from '../../../src/domain/receipt-code.ts';
import type { Played } from '../links/sabotage.ts';
import type { Finding } from './finding.ts';

/** A hand-over as the telephones behind one gateway saw it. The reference is left out: not every gateway is told ours. */
export type HeardHandover = Pick<EntryOf<'handover'>, 'at' | 'to' | 'from' | 'text' | 'encoding' | 'segments' | 'outcome' | 'messageId'> & {
  readonly gateway: string;
  /** Whether the whole answer left; else the product cannot know how the hand-over ended. */
  readonly answered: boolean;
};

/** A dossier that may be told of: its telephone and its due date say which notice a text is. */
export type Addressee = { readonly code: string; readonly phone: string; readonly dueDate: LocalDate; readonly agencyName: string };

/** A hand-over of which it is known what it told. */
export type Handed = HeardHandover & { readonly key: string };

/** What all gateways together handed over, in the order of time, each with the key of its notice by telephone and text. */
export function handedBy(heard: readonly HeardHandover[], addressees: readonly Addressee[]): readonly Handed[] {
  const byPhone = new Map(addressees.map((addressee) => [addressee.phone, addressee]));
  return heard
    .map((each): Handed => ({ ...each, key: keyOf(each, byPhone.get(each.to)) }))
    .toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

const UNKNOWN = 'unknown/';

/** A text that is no notice of the telephone's dossier has a key that no notice has. */
function keyOf({ to, text }: HeardHandover, addressee: Addressee | undefined): string {
  const code = addressee && readReceiptCode(addressee.code);
  if (!addressee || !code) return `${UNKNOWN}…${to.slice(-3)}`;
  const notices: readonly Notice[] = [
    { kind: 'result', round: 1 },
    { kind: 'supplement', round: 1 },
    { kind: 'apology', dueDate: addressee.dueDate },
  ];
  const told = notices.find((notice) => noticeText(notice, code, addressee.agencyName) === text);
  return told ? noticeKey(code, told) : `${code}/other words`;
}

/**
 * The same as the judge of one network reads it (nothing-twice.ts). What a telephone got after the first message of a notice has a
 * reference of its own; what its gateway knew already has the one of before.
 */
export function asOneNetwork(handed: readonly Handed[]): {
  readonly log: readonly EntryOf<'handover'>[];
  readonly played: readonly Played[];
} {
  const accepted = new Map<string, number>();
  const taken = handed.flatMap((each, number) => {
    if (each.outcome !== 'accepted' && each.outcome !== 'repeated') return [];
    const before = accepted.get(each.key) ?? 0;
    const nth = each.outcome === 'accepted' ? before : Math.max(0, before - 1);
    if (each.outcome === 'accepted') accepted.set(each.key, before + 1);
    const { gateway: _, answered, key, ...seen } = each;
    return [{ answered, entry: { type: 'handover' as const, number, id: writeReference(key, nth), ...seen } }];
  });
  return {
    log: taken.map(({ entry }) => entry),
    played: taken.filter(({ answered }) => !answered).map(({ entry }) => lostAnswerTo(entry)),
  };
}

function lostAnswerTo({ id, at }: EntryOf<'handover'>): Played {
  return { port: 'gateway', call: 'a hand-over', damage: 'lose_answer', about: id, from: Date.parse(at), to: Date.parse(at) };
}

/** `down`: the connection ended without a word, and the sender cannot know that nothing was taken. */
const PERHAPS_TAKEN: readonly Handed['outcome'][] = ['accepted', 'repeated', 'down'];

/** I2, requirements §11.4: what a gateway has or may have goes to no other. */
export function nothingElsewhere(handed: readonly Handed[]): readonly Finding[] {
  return [
    ...groupBy(
      handed,
      ({ key }) => key,
      (each) => each,
    ),
  ].flatMap(([key, all]) => {
    const first = all.findIndex(({ outcome }) => PERHAPS_TAKEN.includes(outcome));
    const holder = all[first]?.gateway;
    return all
      .slice(first + 1)
      .filter(({ gateway }) => first >= 0 && gateway !== holder)
      .map(({ gateway, at }): Finding => ({
        invariant: 'I2',
        about: key,
        what: `handed to ${gateway} at ${at}, though ${holder} had or may have had it`,
      }));
  });
}

/** A telephone that no dossier of these gateways has: another agency's, or nobody's. */
export function nothingToStrangers(handed: readonly Handed[]): readonly Finding[] {
  return handed
    .filter(({ key }) => key.startsWith(UNKNOWN))
    .map(({ key, gateway, at }): Finding => ({
      invariant: 'I2',
      about: key,
      what: `${gateway} got it at ${at}, and nobody it serves has this number`,
    }));
}

/** What part of these notices went to the gateway, from 0 to 1, by who got each first. */
export function shareOf(gateway: string, handed: readonly Handed[], keys: ReadonlySet<string>): number {
  const firsts = new Map(
    handed
      .filter(({ key }) => keys.has(key))
      .toReversed()
      .map((each) => [each.key, each.gateway]),
  );
  return [...firsts.values()].filter((name) => name === gateway).length / firsts.size;
}

/** How far from the shares a fair draw of so many messages may come out: four standard deviations. */
export function shareIsKept(measured: number, share: number, messages: number): boolean {
  return Math.abs(measured - share) <= 4 * Math.sqrt((share * (1 - share)) / messages);
}
