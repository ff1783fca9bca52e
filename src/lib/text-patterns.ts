/** Regular expressions as texts, in the dialect that JSON Schema and JavaScript share: what is published is what is checked. */

const NO_CONTROL = '[^\\u0000-\\u001F\\u007F-\\u009F]';
/** White space, quotation marks and characters without width. A text of nothing else is empty (requirements §4.3). */
const UNSEEN =
  '\\s"\'“”„‟‘’‚‛«»‹›″′`' +
  '\\u00AD\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890-\\u0891\\u08E2\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB';
export const PLAIN = `^${NO_CONTROL}*$`;
export const NOT_EMPTY = `^${NO_CONTROL}*[^\\u0000-\\u001F\\u007F-\\u009F${UNSEEN}]${NO_CONTROL}*$`;
const DAY = '(?:0[1-9]|[12][0-9]|3[01])';
export const DATE = `[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-${DAY}`;
const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
export const INSTANT = `(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:0[1-9]|1[0-2])-${DAY}[Tt]${CLOCK}:[0-5][0-9](?:\\.[0-9]{1,9})?(?:[Zz]|[+-]${CLOCK})`;

/** Whether a text has at most `max` code points, as JSON Schema counts them. */
export function isAtMost(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && Array.from(text).length <= max);
}
