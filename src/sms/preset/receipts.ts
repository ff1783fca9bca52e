import type { $ZodIssue } from 'zod/v4/core';
import { messageIdKey, type MessageIdBase } from '../../domain/message-id.ts';
import type { ForeignReceipt, GatewaySettings, Receiver } from '../gateway.ts';
import { openDoor } from './authenticity.ts';
import type { ReceiptRecipe } from './call-recipes.ts';
import { readMoment } from './moment.ts';
import { acknowledge, issueAt, readCall } from './read-call.ts';
import { at, idAt, textAt, type Fields } from './read-fields.ts';

/** Reads the receipts of a gateway as its preset describes them. */
export function openReceipts(recipe: ReceiptRecipe, base: MessageIdBase, settings: GatewaySettings): NonNullable<Receiver['receipts']> {
  const isOwn = openDoor(settings, recipe.signature);
  return {
    method: recipe.method,
    read(call) {
      const read = readCall(call, recipe.kind, isOwn);
      if ('kind' in read) return read;
      const items = itemsIn(read.fields, recipe.list);
      if (items === null) return { kind: 'invalid', issues: [issueAt(recipe.list ?? '', 'missing')], data: read.fields };
      const judged = items.map((item) => readReceipt(recipe, base, item));
      const issues = judged.flatMap((each) => ('issue' in each ? [each.issue] : []));
      if (issues.length > 0) return { kind: 'invalid', issues, data: read.fields };
      const receipts = judged.flatMap((each) => ('issue' in each ? [] : [each]));
      return { kind: 'receipts', receipts, answer: acknowledge(recipe.answer) };
    },
  };
}

/** In XML a list of one is an element alone. Null when there is none. */
function itemsIn(fields: Fields, list: string | undefined): readonly Fields[] | null {
  const found = at(fields, list);
  if (found === undefined || found === null) return null;
  return Array.isArray(found) ? found : [found];
}

function readReceipt(recipe: ReceiptRecipe, base: MessageIdBase, item: Fields): ForeignReceipt | { readonly issue: $ZodIssue } {
  const id = idAt(item, recipe.messageId);
  const reference = idAt(item, recipe.reference);
  if (id === null && reference === null) return { issue: issueAt(recipe.messageId ?? recipe.reference ?? '', 'missing') };
  const status = statusOf(recipe.status, item);
  if (typeof status !== 'string') return { issue: status };
  const messageId = id === null ? null : messageIdKey(id, base);
  return { messageId, reference, status, part: partOf(recipe.part, item), at: momentOf(recipe.at, item) };
}

/** One failure among the parts outweighs their successes. */
function statusOf({ counts, field, values, otherwise }: ReceiptRecipe['status'], item: Fields): ForeignReceipt['status'] | $ZodIssue {
  if (countAt(item, counts?.failed) > 0) return 'undelivered';
  if (countAt(item, counts?.delivered) > 0) return 'delivered';
  const said = idAt(item, field);
  const known = said !== null && Object.hasOwn(values, said) ? values[said] : undefined;
  return known ?? otherwise ?? issueAt(field ?? counts?.delivered ?? '', said === null ? 'missing' : 'not_one_of', Object.keys(values));
}

function countAt(item: Fields, path: string | undefined): number {
  return Number(textAt(item, path) ?? 0);
}

function partOf(recipe: ReceiptRecipe['part'], item: Fields): ForeignReceipt['part'] {
  const number = countAt(item, recipe?.number);
  const of = countAt(item, recipe?.of);
  return of > 1 && number >= 1 && number <= of && Number.isInteger(number) && Number.isInteger(of) ? { number, of } : null;
}

/** A moment that cannot be read is not said: no receipt is lost by it. */
export function momentOf(recipe: ReceiptRecipe['at'], item: Fields): ForeignReceipt['at'] {
  const said = recipe === undefined ? null : idAt(item, recipe.field);
  return recipe === undefined || said === null ? null : readMoment(said, recipe.format);
}
