import { isReceiptText } from '../../domain/inquiry.ts';
import type { InquiryAnswer } from '../../domain/inquiry-answer.ts';
import { wireText } from '../../domain/sms-text.ts';
import type { ForeignInquiry, GatewaySettings, HttpAnswer, Receiver } from '../gateway.ts';
import { openDoor } from './authenticity.ts';
import type { InquiryRecipe } from './call-recipes.ts';
import { acknowledge, answerWith, issueAt, readCall } from './read-call.ts';
import { idAt, textAt, type Fields } from './read-fields.ts';
import { momentOf } from './receipts.ts';
import { carriedValues, chargeMark } from './values.ts';

/** Reads a citizen's SMS as the preset describes it, and writes the answer to the gateway's request. */
export function openInquiries(recipe: InquiryRecipe, settings: GatewaySettings): NonNullable<Receiver['inquiries']> {
  const isOwn = openDoor(settings, recipe.signature);
  return {
    method: recipe.method,
    read(call) {
      const read = readCall(call, recipe.kind, isOwn);
      if ('kind' in read) return read;
      const inquiry = readInquiry(recipe, read.fields);
      if (inquiry === null) {
        const missing = [recipe.id, recipe.from, recipe.text].filter((path) => textAt(read.fields, path) === null);
        return { kind: 'invalid', issues: missing.map((path) => issueAt(path, 'missing')), data: read.fields };
      }
      const answer = (said: InquiryAnswer) => answerTo(recipe, settings, inquiry, said);
      return isReceiptText(inquiry.text) ? { kind: 'ignored', answer: answer(SILENCE) } : { kind: 'inquiry', inquiry, answer };
    },
  };
}

const SILENCE: InquiryAnswer = { outcome: 'ignored', reply: null, charge: false };

function readInquiry(recipe: InquiryRecipe, fields: Fields): ForeignInquiry | null {
  const [id, from, text] = [idAt(fields, recipe.id), idAt(fields, recipe.from), textAt(fields, recipe.text)];
  if (id === null || from === null || text === null) return null;
  const carried = Object.entries(recipe.carried).map(([name, path]) => [name, textAt(fields, path) ?? '']);
  return {
    id,
    from,
    text: recipe.textIs === 'base64' ? fromBase64(text) : text,
    at: momentOf(recipe.at, fields),
    carried: Object.fromEntries(carried),
  };
}

/** A text that is no base64 stands as it came, so that the citizen is answered. */
function fromBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const isBase64 = bytes.toString('base64').replace(/=+$/, '') === text.trim().replace(/=+$/, '');
  return isBase64 ? new TextDecoder().decode(bytes) : text;
}

function answerTo(recipe: InquiryRecipe, settings: GatewaySettings, inquiry: ForeignInquiry, said: InquiryAnswer): HttpAnswer {
  if (recipe.reply.by === 'call') return acknowledge(recipe.reply.acknowledgement);
  return answerWith(recipe.reply.status, recipe.reply.body, {
    reply: wireText(said.reply ?? '', settings.encoding),
    charge: chargeMark(recipe.charge, said),
    inquiryId: inquiry.id,
    from: inquiry.from,
    ...carriedValues(inquiry.carried),
  });
}
