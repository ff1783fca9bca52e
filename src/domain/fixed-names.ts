/** Steps and states are free text of the one-stop software; three of them are fixed by the notice (requirements §1). */
export const RESULT_STEP = 'Trả kết quả';
export const ONE_STOP_STEP = 'Bộ phận Một cửa';
export const AWAITING_SUPPLEMENT = 'Chờ bổ sung';
export const FIRST_STEP = 'Tiếp nhận';

const FIXED = new Map([RESULT_STEP, ONE_STOP_STEP, AWAITING_SUPPLEMENT].map((name) => [folded(name), name]));

/** The name as we keep and print it: NFC, white space collapsed, quotation marks dropped; a fixed name in its fixed spelling (requirements §4.3). */
export function readName(text: string): string {
  return FIXED.get(folded(text)) ?? tidied(text);
}

function tidied(text: string): string {
  return text
    .normalize('NFC')
    .replace(/["'“”„‟‘’‚‛«»‹›″′`]/g, '')
    .replace(/[\s\u200B-\u200D\u2060\uFEFF]+/g, ' ')
    .trim();
}

function folded(text: string): string {
  return tidied(text).toLowerCase().normalize('NFC');
}
