import type { EntryOf } from './entry.ts';
import { sizeOf } from './segments.ts';

/** A bubble on a telephone. Instants are ISO strings in UTC. */
export type Message = {
  readonly id: string;
  /** The telephone that shows it. */
  readonly phone: string;
  readonly direction: 'received' | 'written';
  readonly from: string;
  readonly text: string;
  readonly at: string;
  readonly segments: number;
  readonly alphabet: 'GSM-7' | 'UCS-2';
  /** Set for a hand-over: when it reached the telephone, and what became of its receipt. */
  readonly delivered: string | null;
  readonly receipt: 'acknowledged' | 'abandoned' | null;
  /** Set for a reply: whether the citizen pays for it. */
  readonly charge: boolean | null;
  /** Set for a text that the citizen wrote. `silent`: it was taken, and there is no reply. */
  readonly progress: 'waiting' | 'retrying' | 'answered' | 'silent' | 'failed' | null;
  readonly reason: string | null;
};

export function readNotice({ to, from, text, at }: EntryOf<'handover'>, messageId: string, shortCode: string): Message {
  return { ...BLANK, ...sizeOf(text), id: messageId, phone: to, direction: 'received', from: from || shortCode, text, at };
}

export function readText({ id, from, text, at }: EntryOf<'text'>): Message {
  return { ...BLANK, ...sizeOf(text), id, phone: from, direction: 'written', from, text, at, progress: 'waiting' };
}

/** The text as it stands after its reply, and the reply's bubble when there is one. */
export function applyReply(asked: Message, { at, reply, charge }: EntryOf<'reply'>, shortCode: string): readonly Message[] {
  const answered: Message = { ...asked, progress: reply === null ? 'silent' : 'answered', reason: null };
  if (reply === null) return [answered];
  const bubble = { id: `${asked.id}/reply`, phone: asked.phone, direction: 'received', from: shortCode, text: reply, at, charge } as const;
  return [answered, { ...BLANK, ...sizeOf(reply), ...bubble }];
}

const BLANK = { delivered: null, receipt: null, charge: null, progress: null, reason: null } as const;
