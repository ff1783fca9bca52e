/** Steps and states are free text of the one-stop software. The notice of 2017 fixes the first three of these (requirements §1). */
export const RESULT_STEP = 'Trả kết quả';
export const ONE_STOP_STEP = 'Bộ phận Một cửa';
export const AWAITING_SUPPLEMENT = 'Chờ bổ sung';
export const FIRST_STEP = 'Tiếp nhận';

const FIXED = new Map([RESULT_STEP, ONE_STOP_STEP, AWAITING_SUPPLEMENT].map((name) => [foldName(name), name]));

/**
 * Reads a name as we keep and print it: NFC, white space collapsed, no quotation marks, and a fixed name in its fixed spelling
 * (requirements §4.3).
 */
export function readName(text: string): string {
  return FIXED.get(foldName(text)) ?? tidyName(text);
}

function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/["'“”„‟‘’‚‛«»‹›″′`]/g, '')
    .replace(/[\s\u200B-\u200D\u2060\uFEFF]+/g, ' ')
    .trim();
}

function foldName(text: string): string {
  return tidyName(text).toLowerCase().normalize('NFC');
}
