/** Reasons that stand in the ledger beside those of the rules, which have their words in the domain. */
export const LEDGER_REASONS: ReadonlyMap<string, string> = new Map([
  ['the answer to a hand-over was lost', 'mất câu trả lời của cổng tin nhắn'],
  ['recovered from the history of its workflow', 'khôi phục từ lịch sử xử lý sau sự cố'],
]);

export const GATEWAY_ANSWER = 'Cổng trả lời nguyên văn';
