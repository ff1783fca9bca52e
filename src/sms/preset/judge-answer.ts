import { messageIdKey, type MessageIdBase } from '../../domain/message-id.ts';
import type { Tell } from '../detail.ts';
import type { HandOver } from '../gateway.ts';
import type { HttpAnswered } from '../http-link.ts';
import { refusalOf, statusOutcome } from '../status-outcome.ts';
import type { AnswerRecipe, TableOutcome } from './answer-recipe.ts';
import { idAt, readJson, readText, readXml, textAt, type Fields } from './read-fields.ts';

type About = { readonly reference: string; readonly base: MessageIdBase; readonly tell: Tell };

/** What the gateway's answer to a request of ours means (requirements §11.2). Any answer means something. */
export function judgeAnswer(recipe: AnswerRecipe, answer: HttpAnswered, { reference, base, tell }: About): HandOver {
  const fields = readAnswer(recipe, answer.text);
  const id = idAt(fields, recipe.messageId);
  const messageId = id === null ? null : messageIdKey(id, base);
  if (isSuccess(recipe, answer.status, fields)) return { outcome: 'accepted', messageId: messageId ?? messageIdKey(reference, 'text') };

  const code = idAt(fields, recipe.code);
  const outcome = outcomeOf(recipe, answer.status, code);
  if (outcome === 'duplicate') return { outcome, messageId };
  const words = [code, idAt(fields, recipe.message)].filter((each) => each !== null).join(' ');
  return refusalOf(outcome, tell(answer.status, words || answer.text), answer, recipe.retryAfter);
}

function readAnswer({ kind, separator }: AnswerRecipe, text: string): Fields {
  if (kind === 'text') return readText(text, separator);
  return kind === 'json' ? readJson(text) : readXml(text);
}

function isSuccess({ success }: AnswerRecipe, status: number, fields: Fields): boolean {
  const said = textAt(fields, success.field);
  if (!isTaken(status) || said === null) return false;
  return success.equals === undefined ? said.trim() !== '' : success.equals.some((value) => String(value) === said);
}

function outcomeOf({ codes, statuses, otherwise }: AnswerRecipe, status: number, code: string | null): TableOutcome {
  const byCode = code === null ? undefined : codeIn(codes, code);
  return byCode ?? statuses[String(status)] ?? (isTaken(status) ? otherwise : statusOutcome(status));
}

/** The code itself, else the longest beginning that the table has. */
function codeIn(codes: AnswerRecipe['codes'], code: string): TableOutcome | undefined {
  const beginnings = Object.keys(codes).filter((each) => each.endsWith('*') && code.startsWith(each.slice(0, -1)));
  const longest = beginnings.toSorted((a, b) => b.length - a.length)[0] ?? code;
  return Object.hasOwn(codes, code) ? codes[code] : Object.hasOwn(codes, longest) ? codes[longest] : undefined;
}

function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}
