import type { CitizensReply, CitizensText, Description, Desk, Refusal, Submission, Submitted } from './description.ts';
import { isRegistered } from './registered-texts.ts';
import type { Handed, Telephones } from './telephones.ts';

/** What one gateway remembers of messages and inquiries. */
export type Ledger = Desk & {
  /** The message that the telephone network knows by this id. */
  readonly submitted: (id: string) => Submitted | undefined;
  /** Begins to wait for the reply to an inquiry: `again` when it already came. Null when none comes in time. */
  readonly waitForReply: (text: CitizensText) => Promise<CitizensReply | null>;
};

/** How long the telephone network may be kept waiting for a reply that comes by a request of its own. */
const REPLY_WITHIN_MS = 9000;

/** Thrown where a real gateway would break the connection. */
export class Broken extends Error {}

export function openLedger(description: Description, telephones: Telephones, credit: Credit): Ledger {
  const messages = new Map<string, Submitted>();
  const references = new Set<string>();
  const inquiries = new Map<string, Inquiry>();

  const send = async (submission: Submission): Promise<{ readonly id: string } | { readonly refused: Refusal }> => {
    const message = { ...submission, id: nextId(), to: international(submission.to), sentAt: new Date() };
    messages.set(message.id, message);
    const handed = await telephones.hand(message);
    if (handed === 'down') throw new Broken();
    if (handed !== 'accepted') return { refused: REFUSALS[handed] };
    if (submission.reference !== '') references.add(submission.reference);
    credit.take();
    return { id: message.id };
  };

  const sendLate = async ({ from, to }: CitizensText, text: string | null): Promise<void> => {
    const message = {
      id: nextId(),
      reference: '',
      to: from,
      sender: to,
      text: text ?? '',
      encoding: 'unicode',
      sentAt: new Date(),
    } as const;
    if (text !== null) await telephones.hand(message);
  };

  return {
    submitted: (id) => messages.get(id),
    async submit(submission) {
      if (!/^(?:84|0)[35789]\d{8}$/.test(submission.to)) return { refused: 'phone' };
      if (submission.sender !== description.contract.sender) return { refused: 'sender' };
      if (description.knowsReferences && references.has(submission.reference)) return { refused: 'duplicate' };
      if (description.knowsTexts && !isRegistered(submission.text)) return { refused: 'text' };
      return credit.isEmpty() ? { refused: 'balance' } : send(submission);
    },
    waitForReply: (text) =>
      new Promise((resolve) => {
        const answered = inquiries.get(text.id)?.reply ?? null;
        if (answered !== null) return resolve(answered);
        inquiries.set(text.id, { give: resolve, reply: null });
        // A later reply is a message of its own.
        const giveUp = () => {
          inquiries.set(text.id, { give: ({ text: reply }) => void sendLate(text, reply), reply: inquiries.get(text.id)?.reply ?? null });
          resolve(null);
        };
        setTimeout(giveUp, REPLY_WITHIN_MS).unref();
      }),
    reply(inquiryId, reply) {
      const inquiry = inquiries.get(inquiryId);
      if (inquiry === undefined || inquiry.reply !== null) return false;
      inquiries.set(inquiryId, { ...inquiry, reply });
      inquiry.give(reply);
      return true;
    },
  };
}

type Inquiry = { readonly give: (reply: CitizensReply) => void; readonly reply: CitizensReply | null };

const REFUSALS = { rejected: 'phone', throttled: 'throttled', unauthorized: 'key' } as const satisfies Record<
  Exclude<Handed, 'accepted' | 'down'>,
  Refusal
>;

/** How many messages may still be sent. */
export type Credit = { readonly isEmpty: () => boolean; readonly take: () => void; readonly set: (credit: number | undefined) => void };

export function openCredit(start: number | undefined): Credit {
  let left = start;
  return {
    isEmpty: () => left !== undefined && left <= 0,
    take: () => void (left = left === undefined ? undefined : left - 1),
    set: (credit) => void (left = credit),
  };
}

let count = 0;

/** A number that JSON carries exactly. */
function nextId(): string {
  count += 1;
  return String(Date.now() * 1000 + (count % 1000));
}

function international(phone: string): string {
  return phone.startsWith('0') ? `84${phone.slice(1)}` : phone;
}
