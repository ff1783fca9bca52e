import { describe, expect, test } from 'vitest';
import { NOTICE_STATUSES, RECEIPT_STATUSES, STATUS_OF_RECEIPT } from '../../../src/domain/notice-status.ts';
import { judgeReceipts, type KnownReceipt } from '../../../src/domain/receipt-verdict.ts';

const SENT = { status: 'sent', reason: null } as const;
const NO_RECEIPT = { status: 'temporary_failure', reason: 'no_receipt' } as const;

describe('requirements §11.3: all receipts of a message decide together', () => {
  test.each([
    ['none', [], null],
    ['sent', ['sent'], null],
    ['delivered', ['delivered'], 'delivered'],
    ['expired', ['expired'], 'temporary_failure'],
    ['sent after delivered', ['delivered', 'sent'], 'delivered'],
    ['of contrary ones the worst', ['delivered 1/2', 'undelivered 2/2'], 'permanent_failure'],
    ['both parts', ['delivered 2/2', 'delivered 1/2'], 'delivered'],
    ['one part of two', ['delivered 1/2'], null],
    ['one part of two, twice', ['delivered 1/2', 'delivered 1/2'], null],
    ['one part of two, and the other is under way', ['delivered 1/2', 'sent 2/2'], null],
    ['one part of two that failed', ['expired 2/2'], 'temporary_failure'],
    ['the worst part of three', ['expired 1/3', 'delivered 2/3', 'rejected 3/3'], 'permanent_failure'],
    ['the only part', ['delivered 1/1'], 'delivered'],
    ['a part, then the whole', ['delivered 1/3', 'delivered'], 'delivered'],
    ['the first word about a part', ['delivered 1/2', 'undelivered 1/2', 'delivered 2/2'], 'delivered'],
    ['the first word about the whole', ['delivered', 'undelivered'], 'delivered'],
  ] as const)('%s', (_what, said, status) => {
    expect(judgeReceipts(SENT, said.map(read))?.status ?? null).toBe(status);
  });

  test('the reason is what the network said, and nothing when it arrived', () => {
    expect(judgeReceipts(SENT, ['delivered 1/2', 'undelivered 2/2'].map(read))?.reason).toBe('receipt: undelivered');
    expect(judgeReceipts(SENT, [read('delivered')])).toEqual({ status: 'delivered', reason: null });
  });
});

describe('requirements §11.3: a final state never changes', () => {
  const OPEN: readonly string[] = ['sending', 'sent', 'uncertain'];
  const all = NOTICE_STATUSES.flatMap((status) => RECEIPT_STATUSES.map((said) => [status, said] as const));
  test.each(all)('%s, then %s', (status, said) => {
    const after = judgeReceipts({ status, reason: 'before' }, [read(said)]);
    expect(after?.status ?? null).toBe(OPEN.includes(status) ? STATUS_OF_RECEIPT[said] : null);
  });

  test.each(NOTICE_STATUSES)('%s, then sent', (status) => {
    const after = judgeReceipts({ status, reason: 'before' }, [read('sent')]);
    expect(after).toEqual(status === 'sending' || status === 'uncertain' ? SENT : null);
  });

  test.each(RECEIPT_STATUSES)('but for one without a receipt for 72 h, then %s', (said) => {
    expect(judgeReceipts(NO_RECEIPT, [read(said)])?.status).toBe(STATUS_OF_RECEIPT[said]);
    expect(judgeReceipts(NO_RECEIPT, [read('sent')])).toBeNull();
    expect(judgeReceipts({ ...NO_RECEIPT, reason: 'receipt: expired' }, [read(said)])).toBeNull();
  });
});

/** `delivered 1/2`: a receipt about part 1 of 2. */
function read(text: string): KnownReceipt {
  const [said = '', part] = text.split(' ');
  const [number = 0, of = 0] = part?.split('/').map(Number) ?? [];
  return { said: said as KnownReceipt['said'], part: number, parts: of };
}
